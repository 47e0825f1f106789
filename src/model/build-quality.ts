import { readObject, type TraceBlob } from '../trace/decode.js';
import type { ProbeCost } from '../trace/format.js';
import { BlobKind } from '../trace/records.js';
import type { DataQuality } from './profile.js';
import type { Recording } from './recording.js';
import { gainBetween, type SchedLog } from './sched-log.js';

interface Note {
  what: string;
  why: string;
}

/** What is missing from the picture, and what the probe itself cost. */
export function buildQuality({ trace, window }: Recording, sched: SchedLog, unmatchedTasks: number): DataQuality {
  const { end } = trace;
  const lostRecords = Math.max(
    trace.lostRecords,
    Object.values(end?.lost ?? {}).reduce((sum, count) => sum + count, 0),
  );
  const unrecorded = end?.unrecordedThreads ?? 0;
  const overLimit = end?.overLimit ?? 0;
  const missing = [...trace.missing];
  if (lostRecords > 0)
    missing.push(`${lostRecords} records were dropped because threads wrote faster than the disk took them.`);
  if (unrecorded > 0)
    missing.push(`${unrecorded} threads were not recorded: more were alive at once than there is room for.`);
  if (overLimit > 0)
    missing.push(`${overLimit} single events were given up to keep the trace under its size limit; totals are exact.`);
  return {
    complete: missing.length === 0,
    missing,
    records: trace.records,
    bytes: trace.bytes,
    lostRecords,
    unrecordedThreads: unrecorded,
    notes: listNotes(trace.blobs),
    unmatchedTasks,
    probe: sumProbeCost(trace.blobs, sched, window.endNs),
    schedulerKnown: sched.known,
  };
}

function listNotes(blobs: readonly TraceBlob[]): string[] {
  const notes = new Set<string>();
  for (const { kind, bytes } of blobs) {
    if (kind !== BlobKind.ProbeNote) continue;
    const { what = 'the probe', why = 'unknown reason' } = readObject<Note>(bytes) ?? {};
    notes.add(`${what}: ${why}`);
  }
  return [...notes];
}

/** Costs are cumulative: the last word of each thread counts. */
function sumProbeCost(
  blobs: readonly TraceBlob[],
  { collector, process }: SchedLog,
  endNs: number,
): DataQuality['probe'] {
  const last = new Map<number, Partial<ProbeCost>>();
  for (const { kind, id, bytes } of blobs) {
    if (kind === BlobKind.ProbeCost) last.set(id, readObject<ProbeCost>(bytes) ?? {});
  }
  let inThreadsNs = 0;
  let startNs = 0;
  for (const cost of last.values()) {
    startNs += cost.startNs ?? 0;
    inThreadsNs += (cost.stacksNs ?? 0) + (cost.profilesNs ?? 0) + (cost.sizingNs ?? 0) + (cost.hooksNs ?? 0);
  }
  const collectorNs = collector.value.count > 0 ? collector.value.at(collector.value.count - 1) : 0;
  const processNs = gainBetween(process, 0, endNs);
  const shareOfCpu = processNs > 0 ? (inThreadsNs + collectorNs) / processNs : Number.NaN;
  return { inThreadsNs, collectorNs, startNs, shareOfCpu };
}
