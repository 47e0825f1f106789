// What profiling costs: npm run bench:overhead -- [--runs 5] [--only name] [--no-peers] [--node PATH] [--json FILE]
// Every zoo program plain, under Threadwise and under its peers, in turn within each round; wall and CPU time against plain.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { median } from '../../src/statistics/quantile.ts';
import { loadZoo } from '../workloads/load.mjs';
import { countWorkers } from './overhead/count-workers.mts';
import { runTimed, type Timing } from './overhead/run-timed.mts';
import { measureStartUp, type StartUp } from './overhead/start-up.mts';
import { ratioOfMedians, type Ratio } from './overhead/statistics.mts';
import { plain, preparePeers, threadwise, type Tool } from './overhead/tools.mts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    only: { type: 'string', multiple: true, default: [] },
    'no-peers': { type: 'boolean', default: false },
    node: { type: 'string', default: process.execPath },
    json: { type: 'string' },
  },
});
const runs = Number(options.runs);
const node = resolve(options.node);

interface Row {
  program: string;
  tool: string;
  workers: number;
  plainWallMs: number;
  /** Start-up of process and workers taken off. */
  wall: Ratio;
  cpu: Ratio;
  wallWithStartUp: Ratio;
  cpuWithStartUp: Ratio;
}

const scratch = await mkdtemp(join(tmpdir(), 'threadwise-overhead-'));

async function runTool(tool: Tool, file: string): Promise<Timing> {
  const out = join(scratch, 'out');
  await rm(out, { recursive: true, force: true });
  await mkdir(out);
  return runTimed(tool.command(node, file, out), { ...process.env, ...tool.env?.(out) }, scratch);
}

/**
 * What of a program's time was the tool's start-up. Workers may start side by side, so of their wall time only what cannot
 * have been avoided is taken off: their CPU time, spread over the cores.
 */
function startOf(start: StartUp | undefined, workers: number): Timing {
  const workersCpuMs = workers * Math.max(0, start?.workerCpuMs ?? 0);
  return {
    wallMs: Math.max(0, start?.processWallMs ?? 0) + workersCpuMs / Math.max(1, Math.min(workers, cpus().length)),
    cpuMs: Math.max(0, start?.processCpuMs ?? 0) + workersCpuMs,
  };
}

async function measureProgram(
  name: string,
  file: string,
  tools: Tool[],
  startUps: Map<string, StartUp>,
): Promise<Row[]> {
  const workers = await countWorkers(node, file, scratch);
  const times = new Map<Tool, Timing[]>([plain, ...tools].map((tool) => [tool, []]));
  for (let round = 0; round < runs; round++) {
    const order = round % 2 === 0 ? [...times.keys()] : [...times.keys()].reverse();
    for (const tool of order) times.get(tool)?.push(await runTool(tool, file));
  }
  const column = (tool: Tool, key: keyof Timing): number[] => (times.get(tool) ?? []).map((timing) => timing[key]);
  return tools.map((tool) => {
    const { wallMs: wallStart, cpuMs: cpuStart } = startOf(startUps.get(tool.name), workers);
    const ratio = (key: keyof Timing, off: number): Ratio => ratioOfMedians(column(tool, key), column(plain, key), off);
    return {
      program: name,
      tool: tool.name,
      workers,
      plainWallMs: median(column(plain, 'wallMs')),
      wall: ratio('wallMs', wallStart),
      cpu: ratio('cpuMs', cpuStart),
      wallWithStartUp: ratio('wallMs', 0),
      cpuWithStartUp: ratio('cpuMs', 0),
    };
  });
}

const show = ({ value, interval: [low, high] }: Ratio): string =>
  `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`.padEnd(24);

function printRow({ program, tool, plainWallMs, wall, cpu, wallWithStartUp }: Row): void {
  console.log(
    `${program.padEnd(28)} ${tool.padEnd(14)} ${plainWallMs.toFixed(0).padStart(6)} ms  wall ${show(wall)} cpu ${show(cpu)} with start-up ${wallWithStartUp.value.toFixed(3)}`,
  );
}

function summarise(tool: string, rows: Row[], startUp: StartUp | undefined) {
  const walls = rows.map(({ wall }) => wall.value);
  const cpuRatios = rows.map(({ cpu }) => cpu.value);
  return {
    tool,
    medianWallRatio: median(walls),
    worstWallRatio: Math.max(...walls),
    medianCpuRatio: median(cpuRatios),
    worstCpuRatio: Math.max(...cpuRatios),
    medianWallRatioWithStartUp: median(rows.map(({ wallWithStartUp }) => wallWithStartUp.value)),
    startUp,
  };
}

if (!existsSync(join(import.meta.dirname, '../../dist/probe/probe.cjs'))) {
  console.error('The probe is not built: run npm run build first.');
  process.exit(1);
}
try {
  const tools = [threadwise, ...(options['no-peers'] ? [] : await preparePeers())];
  const programs = loadZoo().filter(
    ({ name }) => options.only.length === 0 || options.only.some((part) => name.includes(part)),
  );
  console.log(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(2)}, ${runs} runs each\n`);
  const startUps = await measureStartUp(tools, Math.max(runs, 5), scratch, runTool);
  for (const [name, { processWallMs, workerWallMs, processCpuMs, workerCpuMs }] of startUps) {
    console.log(
      `start-up ${name.padEnd(14)} process ${processWallMs.toFixed(1)} ms (CPU ${processCpuMs.toFixed(1)}), worker ${workerWallMs.toFixed(1)} ms (CPU ${workerCpuMs.toFixed(1)})`,
    );
  }
  console.log('\nStart-up apart, against plain; 90 % intervals:');
  const rows: Row[] = [];
  const skipped: string[] = [];
  for (const { name, main } of programs) {
    try {
      const measured = await measureProgram(name, main, tools, startUps);
      measured.forEach(printRow);
      rows.push(...measured);
    } catch (error) {
      skipped.push(name);
      console.log(`${name.padEnd(28)} skipped: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const summaries = tools.map(({ name }) =>
    summarise(
      name,
      rows.filter(({ tool }) => tool === name),
      startUps.get(name),
    ),
  );
  console.log('');
  for (const { tool, medianWallRatio, worstWallRatio, medianCpuRatio, worstCpuRatio } of summaries) {
    console.log(
      `${tool.padEnd(14)} wall median ${medianWallRatio.toFixed(3)} worst ${worstWallRatio.toFixed(3)} · cpu median ${medianCpuRatio.toFixed(3)} worst ${worstCpuRatio.toFixed(3)}`,
    );
  }
  if (options.json !== undefined) {
    const [ours, ...peers] = summaries;
    await writeFile(
      options.json,
      `${JSON.stringify({ ...ours, peers, programs: rows, skipped, runs, node }, null, 1)}\n`,
    );
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
}
