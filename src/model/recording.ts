import { readObject, type DecodedTrace, type RecordColumns, type TraceBlob } from '../trace/decode.js';
import { COLLECTOR_THREAD, type ThreadInfo } from '../trace/format.js';
import { BlobKind, RecordType } from '../trace/records.js';
import type { Round } from './profile.js';
import { createSiteTable, type SiteTable } from './sites.js';
import { createFrameResolver, createLineResolver, createSourceMaps, type ReadSourceMap } from './source-maps.js';

/** A trace made ready for the passes of the model: threads in their places, sites known, the measured part found. */
export interface Recording {
  trace: DecodedTrace;
  /** Position in Profile.threads by thread index of the trace; -1 = none. */
  positionOf: Int32Array;
  /** By position. */
  infos: ThreadInfo[];
  /** By position; undefined where the thread wrote nothing that was kept. */
  columns: (RecordColumns | undefined)[];
  collector: RecordColumns | undefined;
  sites: SiteTable;
  /** What is analysed, ns. */
  window: { beginNs: number; endNs: number; marked: boolean };
  rounds: Round[];
  /** Where a line of generated code comes from; undefined where one line holds many. */
  resolveLine: ReturnType<typeof createLineResolver>;
}

export function createRecording(trace: DecodedTrace, readSourceMap: ReadSourceMap): Recording {
  const infos = listThreads(trace);
  const positionOf = new Int32Array(65_536).fill(-1);
  for (const [position, { index }] of infos.entries()) positionOf[index] = position;
  const maps = createSourceMaps(readSourceMap);
  const columns = infos.map(({ index }) => trace.threads.find(({ thread }) => thread === index));
  return {
    trace,
    positionOf,
    infos,
    columns,
    collector: trace.threads.find(({ thread }) => thread === COLLECTOR_THREAD),
    sites: createSiteTable(trace.blobs, positionOf, infos.length, createFrameResolver(readSourceMap, maps)),
    resolveLine: createLineResolver(maps),
    ...readMarks(columns, lastTime(trace)),
  };
}

/** Every thread that was described, wrote something, or was seen being made; by thread index. */
function listThreads({ blobs, threads }: DecodedTrace): ThreadInfo[] {
  const infos = new Map<number, ThreadInfo>();
  function note(index: number, parentIndex: number): void {
    if (index >= COLLECTOR_THREAD || infos.has(index)) return;
    infos.set(index, {
      index,
      threadId: index,
      parentIndex,
      tid: 0,
      file: '',
      name: '',
      origin: index === 0 ? 'main' : 'worker',
      createdAt: 0,
    });
  }
  for (const blob of blobs) {
    if (blob.kind !== BlobKind.Thread || blob.id >= COLLECTOR_THREAD) continue;
    const info = readObject<ThreadInfo>(blob.bytes);
    note(blob.id, -1);
    Object.assign(infos.get(blob.id) ?? {}, info, { index: blob.id });
  }
  for (const { thread } of threads) note(thread, -1);
  for (const { thread, count, head } of threads) {
    for (let row = 0; row < count; row++) {
      if (((head[row] as number) & 255) === RecordType.WorkerNew) note((head[row] as number) >>> 16, thread);
    }
  }
  return [...infos.values()].sort((x, y) => x.index - y.index);
}

/** Ns since the epoch of the last thing known of the process. */
function lastTime({ threads, end, lastFlushNs }: DecodedTrace): number {
  if (end?.endNs !== undefined && end.endNs > 0) return end.endNs;
  let last = lastFlushNs;
  for (const { timeNs, count } of threads) if (count > 0) last = Math.max(last, timeNs[count - 1] as number);
  return last;
}

const MARK = { RoundBegins: 0, RoundEnds: 1, MeasuredBegins: 2, MeasuredEnds: 3 } as const;

function readMarks(
  threads: readonly (RecordColumns | undefined)[],
  lastNs: number,
): Pick<Recording, 'window' | 'rounds'> {
  const rounds: Round[] = [];
  let beginNs = Number.NaN;
  let endNs = Number.NaN;
  for (const columns of threads) {
    for (let row = 0; row < (columns?.count ?? 0); row++) {
      const { head, timeNs, a } = columns as RecordColumns;
      const word = head[row] as number;
      if ((word & 255) !== RecordType.Mark) continue;
      const kind = (word >>> 8) & 255;
      const time = timeNs[row] as number;
      if (kind === MARK.RoundBegins) rounds.push({ number: a[row] as number, beginNs: time, endNs: Number.NaN });
      else if (kind === MARK.RoundEnds) closeRound(rounds, a[row] as number, time);
      else if (kind === MARK.MeasuredBegins) beginNs = Number.isNaN(beginNs) ? time : beginNs;
      else if (kind === MARK.MeasuredEnds) endNs = time;
    }
  }
  const window = {
    beginNs: Number.isNaN(beginNs) ? 0 : beginNs,
    endNs: Math.max(Number.isNaN(endNs) ? lastNs : endNs, Number.isNaN(beginNs) ? 0 : beginNs),
    marked: !Number.isNaN(beginNs),
  };
  return { window, rounds: rounds.filter((round) => !Number.isNaN(round.endNs) && round.beginNs >= window.beginNs) };
}

function closeRound(rounds: Round[], number: number, time: number): void {
  const open = rounds.findLast((round) => round.number === number && Number.isNaN(round.endNs));
  if (open !== undefined) open.endNs = time;
}

/** The last of a thread's cumulative blobs before a time; undefined when there is none. */
export function lastBlobBefore(blobs: readonly TraceBlob[], timeNs: number): TraceBlob | undefined {
  return blobs.findLast((blob) => blob.timeNs <= timeNs);
}
