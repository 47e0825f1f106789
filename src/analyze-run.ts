/** From a run's directory to its report: the IO around the façade. What a run directory holds, see src/launch. */
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { analyzeTrace } from './analyze.js';
import type { Machine } from './predict/plan.js';
import { readMemory } from './read-memory.js';
import { readSourceMap } from './read-source-map.js';
import { renderHtml, type PageAssets } from './report/render-html.js';
import type { Report, ScalabilityPoint } from './report/report.js';
import { readCalibration } from './verify/ledger.js';
import { outlineTrace, type TraceOutline } from './trace/outline.js';

export type { PageAssets };

/** In a run directory: the scalability curve as JSON, `ScalabilityPoint[]`, where one was measured. */
export const SCALABILITY_FILE = 'scalability.json';

/** Runs workload files, see src/pool. */
const DRIVER = join(sep, 'threadwise-pool', 'driver.js');

export interface AnalyzedRun {
  report: Report;
  reportJson: string;
  /** Null when no page was asked for. */
  reportHtml: string | null;
}

/** What launch wrote into run.json. All may be missing: a trace can be read without it. */
interface RunFile {
  command?: string[];
  cwd?: string;
  startedAt?: string;
  exitCode?: number | null;
  signal?: string | null;
  machine?: Machine;
}

interface TraceFile {
  name: string;
  outline: TraceOutline;
}

/**
 * Analyses the process of the run with the most worker activity and names the others.
 *
 * @param runDir directory with `<pid>.twtrace` files and, normally, run.json
 * @param traceName analyse this file of it instead
 * @param ledger where verifications on this machine are kept; the report then says how well predictions came true
 * @throws Error with a sentence for people when there is no trace that can be read
 */
export async function analyzeRun(
  runDir: string,
  assets: PageAssets | null,
  traceName?: string,
  ledger?: string,
): Promise<AnalyzedRun> {
  const { files, chosen } = await chooseTrace(runDir, traceName);
  const { header } = chosen.outline;
  const run = (await readJson<RunFile>(runDir, 'run.json')) ?? {};
  const scalability = (await readJson<ScalabilityPoint[]>(runDir, SCALABILITY_FILE)) ?? [];
  const report = analyzeTrace(await readFile(join(runDir, chosen.name)), {
    run: {
      id: basename(runDir),
      command: describeCommand(run.command ?? header.argv, run.cwd ?? header.cwd),
      cwd: run.cwd ?? header.cwd,
      startedAt: run.startedAt ?? new Date(header.startedAtMs).toISOString(),
      exitCode: run.exitCode ?? null,
      signal: run.signal ?? null,
    },
    otherProcesses: files.filter((file) => file !== chosen).map(({ outline }) => describeProcess(outline)),
    scalability,
    readSourceMap,
    readSource,
    machine: run.machine,
    memory: await readMemory(runDir, header.argv[1]),
    calibration: ledger === undefined ? null : await readCalibration(ledger),
  });
  return {
    report,
    reportJson: `${JSON.stringify(report, null, 1)}\n`,
    reportHtml: assets === null ? null : renderHtml(report, assets),
  };
}

/**
 * The trace that the run's report is about, or the one named, and what run.json says of the machine.
 * @throws Error with a sentence for people when there is no trace that can be read
 */
export async function readRunTrace(
  runDir: string,
  traceName?: string,
): Promise<{ trace: Uint8Array; machine: Machine | undefined }> {
  const { chosen } = await chooseTrace(runDir, traceName);
  const run = await readJson<RunFile>(runDir, 'run.json');
  return { trace: await readFile(join(runDir, chosen.name)), machine: run?.machine };
}

async function chooseTrace(runDir: string, traceName?: string): Promise<{ files: TraceFile[]; chosen: TraceFile }> {
  const files = await outlineTraces(runDir);
  const chosen = traceName === undefined ? files[0] : files.find(({ name }) => name === traceName);
  if (chosen === undefined) throw new Error(await explainNoTrace(runDir, traceName));
  return { files, chosen };
}

/** Busiest first. One file at a time, so that memory is bounded by the largest. */
async function outlineTraces(runDir: string): Promise<TraceFile[]> {
  const files: TraceFile[] = [];
  for (const name of await readdir(runDir)) {
    if (!name.endsWith('.twtrace')) continue;
    const outline = outlineTrace(await readFile(join(runDir, name)));
    if (outline !== undefined) files.push({ name, outline });
  }
  return files.sort(({ outline: a }, { outline: b }) => b.workerRecords - a.workerRecords || b.records - a.records);
}

function describeProcess({ header, threads, records }: TraceOutline): Report['run']['otherProcesses'][number] {
  return { pid: header.pid, command: header.argv.join(' '), threads, records };
}

/** A workload's command as one would type it again, instead of the driver it goes through. */
function describeCommand(command: string[], cwd: string): string[] {
  const driver = command.findIndex((word) => word.endsWith(DRIVER));
  const [file, ...rest] = command.slice(driver + 1);
  if (driver === -1 || file === undefined) return command;
  const path = relative(cwd, file);
  return ['threadwise', 'run', path.startsWith('..') || isAbsolute(path) ? file : path, ...rest];
}

function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Undefined when the file is missing or broken: a trace says enough without. */
async function readJson<T>(runDir: string, name: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(join(runDir, name), 'utf8')) as T;
  } catch {
    return undefined;
  }
}

async function explainNoTrace(runDir: string, traceName: string | undefined): Promise<string> {
  const names = traceName === undefined ? await readdir(runDir) : [traceName];
  const broken = names.filter((name) => name.endsWith('.twtrace'));
  if (broken.length > 0) {
    return `${join(runDir, broken[0] ?? '')} is not a Threadwise trace, or it is cut off before its header. Profile again.`;
  }
  return (
    `No trace was written to ${runDir}: the command started no Node process, or Node ended before it began. ` +
    'Run the command by itself to see whether it starts Node 20 or newer.'
  );
}
