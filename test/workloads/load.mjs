import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const MARK = /(?:\/\/|\/\*|#)\s*<- site\b/

/** @typedef {{ file: string, line: number }} Site */

/**
 * @typedef {object} Workload
 * @property {string} name folder name
 * @property {string} dir absolute folder
 * @property {'timing' | 'memory'} pass what it takes to see it: the run itself, or a memory pass after it
 * @property {string | null} finding the one planted finding id, null for a control
 * @property {string[]} also ids that are true of the bad program as well: consequences, not false alarms
 * @property {boolean} control true when nothing must be found
 * @property {string} main absolute path of the program to profile (`bad`, or a control's `main`)
 * @property {string | null} bad
 * @property {string | null} fixed the same program without the pathology: must not show `finding`
 * @property {Site[]} sites acceptable positions, file relative to `dir`, line 1-based
 * @property {string} class cpu-bound | io-bound | mixed | lock-bound | message-bound
 * @property {string} nodes ">=N": the Node versions it runs on
 * @property {string[]} platforms process.platform values it runs on
 * @property {string[]} verdicts acceptable verdict ids of a control
 * @property {string} what
 * @property {string} fix
 * @property {object[]} [edits] { edit, fix, base? }: what each fix is to a replay, see test/bench/accuracy/programs.mts
 * @property {object[]} [options] { kind, values, base? }: pool options to try live
 */

/** Every line marked `// <- site` in a source that the bad program runs. */
function findSites(dir) {
  const sources = readdirSync(dir).filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.startsWith('fixed'))
  return sources.flatMap((file) =>
    readFileSync(join(dir, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => (MARK.test(text) ? [{ file, line: index + 1 }] : [])),
  )
}

function entry(dir, stem) {
  const found = ['.mjs', '.cjs', '.js'].map((ext) => join(dir, stem + ext)).find((path) => existsSync(path))
  return found ?? null
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {Workload}
 */
function loadWorkload(folder, name) {
  const dir = join(folder, name)
  const expect = JSON.parse(readFileSync(join(dir, 'expect.json'), 'utf8'))
  const bad = entry(dir, 'bad')
  return {
    control: false,
    pass: 'timing',
    verdicts: [],
    also: [],
    platforms: ['linux', 'darwin', 'win32'],
    ...expect,
    name,
    dir,
    main: bad ?? entry(dir, 'main'),
    bad,
    fixed: entry(dir, 'fixed'),
    sites: findSites(dir),
  }
}

/**
 * @param {string} folder another folder of programs in this form
 * @returns {Workload[]} all workloads, by name
 */
export function loadZoo(folder = root) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((item) => item.isDirectory() && existsSync(join(folder, item.name, 'expect.json')))
    .map((item) => loadWorkload(folder, item.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
