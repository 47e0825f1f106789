import type { Agent, Profile, TaskTable, Thread } from '../model/profile.js';
import { shareOrNull, wholeOrZero } from './numbers.js';
import { computePercentiles, type Percentiles } from '../statistics/percentiles.js';
import type { KeyFigures } from './report.js';

/** Key figures over the analysed part of the run: a task counts when it was done inside it. */
export function buildKeyFigures(profile: Profile): KeyFigures {
  const { run, tasks, threads, agents, host } = profile;
  const makespanNs = Math.max(0, run.endNs - run.beginNs);
  const rows = findDoneRows(tasks, run.beginNs, run.endNs);
  return {
    makespanNs: wholeOrZero(makespanNs),
    tasks: rows.length,
    throughputPerSecond: makespanNs > 0 ? Math.round((rows.length / makespanNs) * 1e12) / 1e3 : 0,
    latencyNs: spanPercentiles(rows, tasks.submitNs, tasks.doneNs),
    queueNs: spanPercentiles(rows, tasks.submitNs, tasks.dispatchNs),
    serviceNs: spanPercentiles(rows, tasks.startNs, tasks.endNs),
    latencyByAgent: buildLatencyByAgent(tasks, rows, agents),
    cpuEfficiency: shareOrNull(host.ownShare),
    threads: countPeakThreads(threads),
    cores: run.cores,
  };
}

/** Rows done within the analysed part. Where the submitter's side was not seen, the end of the work stands for done. */
function findDoneRows(tasks: TaskTable, beginNs: number, endNs: number): Uint32Array {
  const rows = new Uint32Array(tasks.count);
  let found = 0;
  for (let row = 0; row < tasks.count; row++) {
    const done = tasks.doneNs[row] as number;
    const at = Number.isNaN(done) ? (tasks.endNs[row] as number) : done;
    if (at >= beginNs && at <= endNs) rows[found++] = row;
  }
  return rows.subarray(0, found);
}

function spanPercentiles(rows: Uint32Array, from: Float64Array, to: Float64Array): Percentiles | null {
  const spans = new Float64Array(rows.length);
  let known = 0;
  for (const row of rows) {
    const span = (to[row] as number) - (from[row] as number);
    if (span >= 0) spans[known++] = span;
  }
  return computePercentiles(spans.subarray(0, known));
}

function buildLatencyByAgent(tasks: TaskTable, rows: Uint32Array, agents: Agent[]): KeyFigures['latencyByAgent'] {
  const rowsOfAgent = new Map<number, number[]>();
  for (const row of rows) {
    const agent = tasks.agent[row] as number;
    if (agent < 0) continue;
    const list = rowsOfAgent.get(agent);
    if (list === undefined) rowsOfAgent.set(agent, [row]);
    else list.push(row);
  }
  const names = new Map(agents.map(({ id, name }) => [id, name]));
  const found: KeyFigures['latencyByAgent'] = [];
  for (const [id, ofAgent] of [...rowsOfAgent].sort(([a], [b]) => a - b)) {
    const latencyNs = spanPercentiles(Uint32Array.from(ofAgent), tasks.submitNs, tasks.doneNs);
    if (latencyNs !== null) found.push({ agent: names.get(id) ?? `agent ${id}`, latencyNs });
  }
  return found;
}

/** Most threads alive at one time, the main thread included. */
function countPeakThreads(threads: Thread[]): number {
  const steps = threads.flatMap(({ beginNs, endNs }) => [
    { at: beginNs, by: 1 },
    { at: endNs, by: -1 },
  ]);
  // Ends before starts at the same moment: a thread that replaced another was never beside it.
  steps.sort((a, b) => a.at - b.at || a.by - b.by);
  let alive = 0;
  let peak = 0;
  for (const { by } of steps) {
    alive += by;
    peak = Math.max(peak, alive);
  }
  return peak;
}
