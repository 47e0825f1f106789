import type { HotFunction, Lock, MessageSite, Profile, Thread } from '../model/profile.js';
import type { Places } from './build-places.js';
import { nameThread } from './name-thread.js';
import { shareOrNull, shareOrZero, wholeOrNull, wholeOrZero } from './numbers.js';
import type { Report, ReportLock, ReportMessages, ReportThread } from './report.js';

/** Rows of a table beyond this are noise to a reader; all are in the trace. */
const MAX_ROWS = 50;
const MAX_FUNCTIONS = 25;

export function buildThreads({ threads, tasks }: Profile): ReportThread[] {
  const taskCounts = new Uint32Array(threads.length);
  for (let row = 0; row < tasks.count; row++) {
    const thread = tasks.thread[row] as number;
    if (thread >= 0 && thread < taskCounts.length) taskCounts[thread] = (taskCounts[thread] as number) + 1;
  }
  return threads.map((thread, index) => buildThread(thread, taskCounts[index] as number));
}

function buildThread(thread: Thread, tasks: number): ReportThread {
  const { threadId, origin, beginNs, endNs, states, gc } = thread;
  return {
    name: nameThread(thread),
    threadId,
    origin,
    beginNs: wholeOrZero(beginNs),
    endNs: wholeOrZero(endNs),
    startingNs: wholeOrZero(states.startingNs),
    onCpuNs: wholeOrNull(states.onCpuNs),
    runnableNs: wholeOrNull(states.runnableNs),
    lockWaitNs: wholeOrZero(states.lockWaitNs),
    otherWaitNs: wholeOrZero(states.otherWaitNs),
    ioNs: wholeOrZero(states.ioNs),
    idleNs: wholeOrZero(states.idleNs),
    gcNs: wholeOrZero(gc.totalNs),
    tasks,
  };
}

/** Most waited for first. */
export function buildLocks(locks: readonly Lock[], places: Places): ReportLock[] {
  return [...locks]
    .sort((a, b) => waitOf(b) - waitOf(a) || b.acquires - a.acquires || a.id - b.id)
    .slice(0, MAX_ROWS)
    .map((lock) => ({
      name: lock.name,
      kind: lock.kind,
      site: places.at(lock.acquireSites[0]?.site ?? lock.createdAt),
      acquires: lock.acquires,
      contendedAcquires: lock.contendedAcquires,
      waitNs: waitOf(lock),
      holdNs: wholeOrZero(lock.holdNs),
      threads: lock.threads.length,
      inside: lock.inside.map(({ functionName, share, samples }) => ({
        functionName,
        share: shareOrZero(share),
        samples,
      })),
    }));
}

/** Blocked and spinning: both keep a thread from its work. */
function waitOf({ waitNs, spinNs }: Lock): number {
  return wholeOrZero(waitNs) + wholeOrZero(spinNs);
}

/** Dearest first, by the time spent serialising and deserialising. */
export function buildMessages(sites: readonly MessageSite[], places: Places): ReportMessages[] {
  return [...sites]
    .sort((a, b) => cloneOf(b) - cloneOf(a) || b.count - a.count || a.site - b.site)
    .slice(0, MAX_ROWS)
    .map((site) => ({
      site: places.at(site.site),
      direction: site.direction,
      count: site.count,
      ...sizeOf(site),
      serialiseNs: wholeOrZero(site.serialiseNs),
      deserialiseNs: wholeOrNull(site.deserialiseNs),
    }));
}

function cloneOf({ serialiseNs, deserialiseNs }: MessageSite): number {
  return wholeOrZero(serialiseNs) + wholeOrZero(deserialiseNs);
}

/** Where only some messages were sized, their mean stands for the rest, and the sum is called an estimate. */
function sizeOf({ count, bytes, bytesKnownFor, bytesEstimated }: MessageSite): {
  bytes: number | null;
  bytesEstimated: boolean;
} {
  if (bytesKnownFor === 0) return { bytes: null, bytesEstimated: false };
  if (bytesKnownFor >= count) return { bytes: wholeOrNull(bytes), bytesEstimated };
  return { bytes: wholeOrNull((bytes / bytesKnownFor) * count), bytesEstimated: true };
}

/** Shares are of the samples in which the program ran: idle ones say nothing about where its time goes. */
export function buildHotFunctions(functions: readonly HotFunction[], places: Places): Report['hotFunctions'] {
  const busy = functions.filter(({ kind, selfSamples }) => kind !== 'idle' && selfSamples > 0);
  const samples = busy.reduce((sum, { selfSamples }) => sum + selfSamples, 0);
  return [...busy]
    .sort((a, b) => b.selfSamples - a.selfSamples || a.site - b.site)
    .slice(0, MAX_FUNCTIONS)
    .map(({ functionName, site, selfSamples }) => ({
      functionName,
      place: places.at(site),
      share: shareOrZero(selfSamples / samples),
      samples: selfSamples,
    }));
}

export function buildDataQuality({ quality, host }: Profile): Report['dataQuality'] {
  const { complete, missing, notes, records, bytes, lostRecords, probe, schedulerKnown } = quality;
  return {
    complete,
    missing: [...missing],
    notes: [...notes],
    records,
    bytes,
    lostRecords,
    foreignCpuShare: shareOrNull(host.foreignShare),
    probe: {
      inThreadsNs: wholeOrZero(probe.inThreadsNs),
      collectorNs: wholeOrZero(probe.collectorNs),
      startNs: wholeOrZero(probe.startNs),
      shareOfCpu: shareOrNull(probe.shareOfCpu),
    },
    schedulerKnown,
  };
}
