import { countBelow } from '../../model/growable.js';
import type { Profile, ScheduleTable } from '../../model/profile.js';
import { OpCode, type PlanThread } from '../plan.js';
import type { OpWriter } from '../edits/op-writer.js';
import { noteEvent, type ThreadNotes } from './notes.js';

/** After the last worker is ready, until what all of them run is compiled. */
const WARM_NS = 200_000_000;

/** Less CPU than this between two readings is left out. */
const MIN_HELP_NS = 200_000;

/** Times at which helpers were given work, and how much: taken before bodies are written, which raise the signals. */
export interface Help {
  thread: number;
  atNs: number;
  cpuNs: number;
  signal: number;
  /** While workers were starting: for each of them the same has to be compiled. */
  isStart: boolean;
}

/**
 * Node compiles, collects garbage and serves file systems in threads of its own, and the probe writes its trace in one:
 * their CPU is the process's less the threads'. They take cores from the program's threads, so they are in the plan as one
 * more thread. Most of what they do is done for a thread that runs, so work for them arises where that thread comes to:
 * for each reading of the scheduler, from the thread that used most CPU since the one before.
 */
export function noteHelp(
  profile: Profile,
  notes: readonly ThreadNotes[],
  beginNs: number,
  endNs: number,
  signals: number,
): Help[] {
  const { processCpu } = profile.host;
  if (processCpu === undefined || processCpu.atNs.length < 2) return [];
  const help: Help[] = [];
  const { atNs, cpuNs } = processCpu;
  const warmNs =
    Math.max(0, ...profile.threads.filter(({ isMain }) => !isMain).map(({ readyNs }) => readyNs)) + WARM_NS;
  let owedNs = 0;
  for (let at = 1; at < atNs.length; at++) {
    const from = atNs[at - 1] as number;
    const to = atNs[at] as number;
    if (from < beginNs || to > endNs) continue;
    let busiest = -1;
    let mostNs = 0;
    let threadsNs = 0;
    for (const { index, schedule, beginNs: born, endNs: died, isMain } of profile.threads) {
      if (died <= from || born >= to) continue;
      // One that was never looked at is taken to have computed all its life.
      const isKnown = schedule !== undefined && schedule.count > 1;
      const used = isKnown ? readAt(schedule, to) - readAt(schedule, from) : Math.min(to, died) - Math.max(from, born);
      threadsNs += used;
      if (used > mostNs && !(isMain && hasTasks(profile))) [busiest, mostNs] = [index, used];
    }
    owedNs += (cpuNs[at] as number) - (cpuNs[at - 1] as number) - threadsNs;
    if (owedNs < MIN_HELP_NS || busiest === -1) continue;
    const signal = signals + help.length;
    noteEvent(notes[busiest] as ThreadNotes, from, OpCode.Signal, signal);
    help.push({ thread: busiest, atNs: from, cpuNs: owedNs, signal, isStart: from < warmNs });
    owedNs = 0;
  }
  return help;
}

/** The thread that stands for all helpers. */
export function writeHelper(help: readonly Help[], out: OpWriter): PlanThread {
  const begin = out.count();
  for (const { cpuNs, signal, isStart } of help) {
    out.add(OpCode.AwaitSignalAsync, signal, 1);
    out.add(OpCode.Compute, isStart ? 1 : 0, cpuNs);
  }
  return {
    name: "Node's helper threads",
    pool: -1,
    start: 'begin',
    startCpuNs: 0,
    helper: true,
    body: [begin, out.count()],
  };
}

function hasTasks({ tasks }: Profile): boolean {
  return tasks.count > 0;
}

function readAt({ atNs, onCpuNs, count }: ScheduleTable, timeNs: number): number {
  const after = countBelow(atNs.subarray(0, count), timeNs);
  if (after === 0) return 0;
  if (after >= count) return onCpuNs[count - 1] as number;
  const before = atNs[after - 1] as number;
  const share = (timeNs - before) / Math.max(1, (atNs[after] as number) - before);
  return (onCpuNs[after - 1] as number) + share * ((onCpuNs[after] as number) - (onCpuNs[after - 1] as number));
}
