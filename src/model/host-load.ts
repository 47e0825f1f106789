import { orderBy } from './growable.js';
import { addSpan, createMeter, type Intervals } from './intervals.js';
import type { HostLoad, TaskTable } from './profile.js';
import { gainBetween, type SchedLog, type Series } from './sched-log.js';

/** Share of a core left over that counts as a free core. */
const FREE_CORE = 0.5;

/** How busy the machine was, and with whom. `cores`: those this process may use. */
export function measureHostLoad(
  sched: SchedLog,
  cores: number,
  tasks: TaskTable,
  { beginNs, endNs }: { beginNs: number; endNs: number },
): HostLoad {
  const spanNs = spanOf(sched.process, beginNs, endNs);
  const hostSpanNs = spanOf(sched.host, beginNs, endNs);
  const own = gainBetween(sched.process, beginNs, endNs) / (spanNs * cores);
  const host = gainBetween(sched.host, beginNs, endNs) / (hostSpanNs * cores);
  return {
    foreignShare: clampShare(host - own),
    ownShare: clampShare(own),
    idleCoresWhileQueued: shareIdleWhileQueued(sched, cores, tasks, beginNs, endNs),
    processCpu: { atNs: sched.process.timeNs.view(), cpuNs: sched.process.value.view() },
    hostCpu: { atNs: sched.host.timeNs.view(), cpuNs: sched.host.value.view() },
  };
}

function clampShare(share: number): number {
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : Number.NaN;
}

/** Ns between the first and last reading within the window: what a gain over it is to be divided by. */
function spanOf({ timeNs }: Series, beginNs: number, endNs: number): number {
  if (timeNs.count < 2) return Number.NaN;
  return Math.min(endNs, timeNs.at(timeNs.count - 1)) - Math.max(beginNs, timeNs.at(0));
}

/** Share of the time, by the readings of the machine's CPU use, in which a core was free though a task was queued. */
function shareIdleWhileQueued(
  { host, process }: SchedLog,
  cores: number,
  tasks: TaskTable,
  beginNs: number,
  endNs: number,
): number {
  const readings = host.timeNs.count > 1 ? host : process;
  const times = readings.timeNs.view();
  if (times.length < 2) return Number.NaN;
  const queued = createMeter(listQueued(tasks));
  let idleNs = 0;
  let totalNs = 0;
  let before = queued(times[0] as number);
  for (let at = 1; at < times.length; at++) {
    const from = times[at - 1] as number;
    const to = times[at] as number;
    const queuedNs = queued(to) - before;
    before += queuedNs;
    if (from < beginNs || to > endNs || to <= from) continue;
    const used = (readings.value.at(at) - readings.value.at(at - 1)) / (to - from);
    totalNs += to - from;
    if (cores - used >= FREE_CORE) idleNs += queuedNs;
  }
  return totalNs > 0 ? idleNs / totalNs : Number.NaN;
}

function listQueued({ submitNs, dispatchNs, startNs }: TaskTable): Intervals {
  const queued: Intervals = { beginNs: [], endNs: [] };
  for (const row of orderBy(submitNs)) {
    const dispatched = dispatchNs[row] as number;
    addSpan(queued, submitNs[row] as number, Number.isNaN(dispatched) ? (startNs[row] as number) : dispatched);
  }
  return queued;
}
