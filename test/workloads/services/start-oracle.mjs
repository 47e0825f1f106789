import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Starts the oracle in a process of its own: one named pipe for all requests and one a seat for replies. */
export function startOracle(seats) {
  const dir = mkdtempSync(join(tmpdir(), 'oracle-'))
  const pipes = ['requests', ...Array.from({ length: seats }, (_, seat) => `replies-${seat}`)].map((name) => join(dir, name))
  execFileSync('mkfifo', pipes)
  const script = fileURLToPath(new URL('./oracle.mjs', import.meta.url))
  const child = spawn(process.execPath, [script, ...pipes], { stdio: 'inherit' })
  return {
    pipes,
    async stop() {
      appendFileSync(pipes[0], 'stop\n')
      await once(child, 'exit')
      rmSync(dir, { recursive: true })
    },
  }
}
