import { check, sourceOf } from './check.mjs'
import { createSyncFormatter } from './format-sync.mjs'

const { formatSync, close } = createSyncFormatter()

let faults = 0
let bytes = 0
for (let file = 0; file < 260; file++) {
  const text = sourceOf(file)
  bytes += formatSync(text).length // <- site
  faults += check(text, 32)
}
console.log('lint', faults, bytes)
await close()
