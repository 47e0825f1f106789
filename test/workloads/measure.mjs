// node test/workloads/measure.mjs [-n 7] [--node path/to/node] [name-pattern…]
// Interleaved A/B runs of bad and fixed: median wall times, their ratio and a 90 % bootstrap interval; also checks stdout, stderr and exit code.
import { spawnSync } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { loadZoo } from './load.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { n: { type: 'string', short: 'n', default: '7' }, node: { type: 'string', default: process.execPath } },
})
const repeats = Number(values.n)

function run(file) {
  const start = performance.now()
  const result = spawnSync(values.node, [file], { encoding: 'utf8', timeout: 60_000 })
  const ms = performance.now() - start
  const trouble = result.status !== 0 || result.stderr ? `exit ${result.status} ${result.signal ?? ''} ${result.stderr}` : ''
  return { ms, out: result.stdout, trouble }
}

function cpuTimes() {
  const times = cpus().map((cpu) => cpu.times)
  const idle = times.reduce((sum, t) => sum + t.idle, 0)
  return { idle, total: times.reduce((sum, t) => sum + t.idle + t.user + t.nice + t.sys + t.irq, 0) }
}

/** Waits (a minute at most) until others leave the cores alone. */
async function untilQuiet() {
  for (let i = 0; i < 120; i++) {
    const before = cpuTimes()
    await sleep(500)
    const after = cpuTimes()
    if ((after.idle - before.idle) / (after.total - before.total) > 0.93) return
  }
  noisy++
}

const sorted = (xs) => [...xs].sort((a, b) => a - b)
const quantile = (xs, q) => sorted(xs)[Math.min(xs.length - 1, Math.floor(q * xs.length))]
const median = (xs) => quantile(xs, 0.5)

function bootstrap(a, b, rounds = 2000) {
  let seed = 12345
  const pick = (xs) => xs.map(() => xs[(seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % xs.length])
  const ratios = Array.from({ length: rounds }, () => median(pick(a)) / median(pick(b)))
  return [quantile(ratios, 0.05), quantile(ratios, 0.95)]
}

const spread = (xs) => `${median(xs).toFixed(0).padStart(5)} (${Math.min(...xs).toFixed(0)}-${Math.max(...xs).toFixed(0)})`
const major = Number(spawnSync(values.node, ['-p', 'process.versions.node.split(".")[0]'], { encoding: 'utf8' }).stdout)
const chosen = loadZoo().filter(
  (load) =>
    (positionals.length === 0 || positionals.some((pattern) => new RegExp(pattern).test(load.name))) &&
    major >= Number(load.nodes.slice(2)) &&
    load.platforms.includes(process.platform),
)
let failed = false
let noisy = 0
for (const load of chosen) {
  const times = { main: [], fixed: [] }
  const outs = new Set()
  const troubles = new Set()
  noisy = 0
  for (let i = 0; i < repeats; i++) {
    await untilQuiet()
    for (const side of i % 2 ? ['main', 'fixed'] : ['fixed', 'main']) {
      if (!load[side]) continue
      const { ms, out, trouble } = run(load[side])
      times[side].push(ms)
      outs.add(out)
      if (trouble) troubles.add(trouble)
    }
  }
  const notes = noisy ? [`${noisy} repeats on a busy machine`] : []
  if (outs.size > 1) notes.push(`stdout differs: ${[...outs].map((o) => JSON.stringify(o.trim())).join(' | ')}`)
  if (troubles.size) notes.push(...troubles)
  failed ||= outs.size > 1 || troubles.size > 0
  const gain = load.fixed ? bootstrap(times.main, times.fixed) : null
  const ratio = gain
    ? `fixed ${spread(times.fixed)}  gain ${(median(times.main) / median(times.fixed)).toFixed(2)} [${gain.map((g) => g.toFixed(2)).join(', ')}]`
    : ''
  console.log(`${load.name.padEnd(28)} bad ${spread(times.main)}  ${ratio}  load ${loadavg()[0].toFixed(1)} ${notes.join('; ')}`)
}
process.exitCode = failed ? 1 : 0
