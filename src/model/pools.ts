import { readObject } from '../trace/decode.js';
import { BlobKind } from '../trace/records.js';
import type { Pool } from './profile.js';
import type { Recording } from './recording.js';

interface PoolInfo {
  library: Pool['library'];
  file: string;
  minThreads: number;
  maxThreads: number;
  concurrentTasksPerWorker: number;
  idleTimeoutMs: number;
  createdAt: number;
}

export interface PoolList {
  pools: Pool[];
  /** Pool.id of a thread's pool id; -1 = not described. */
  poolOf(thread: number, id: number): number;
}

/** The pools that the probe saw being made. Pool ids are local to a thread; here each gets one of its own. */
export function listPools({ trace, positionOf, sites }: Recording): PoolList {
  const pools: Pool[] = [];
  const ids = new Map<number, number>();
  for (const blob of trace.blobs) {
    if (blob.kind !== BlobKind.Pool) continue;
    const thread = positionOf[blob.thread] as number;
    const info = readObject<PoolInfo>(blob.bytes);
    if (info === undefined || thread === -1) continue;
    const key = thread * 2 ** 32 + blob.id;
    const id = ids.get(key) ?? pools.length;
    ids.set(key, id);
    pools[id] = {
      id,
      library: info.library ?? 'workers',
      createdAt: sites.siteOf(thread, info.createdAt ?? 0),
      file: info.file ?? '',
      minThreads: known(info.minThreads),
      maxThreads: known(info.maxThreads),
      concurrentTasksPerWorker: Math.max(1, info.concurrentTasksPerWorker ?? 1),
      idleTimeoutMs: known(info.idleTimeoutMs),
      threads: [],
      peakThreads: 0,
      taskCount: 0,
    };
  }
  return { pools, poolOf: (thread, id) => ids.get(thread * 2 ** 32 + id) ?? -1 };
}

/** Libraries leave options open, or set them to Infinity: the probe writes -1 for both. */
function known(option: number | undefined): number {
  return option === undefined || option < 0 ? Number.NaN : option;
}

/** The most of these lives that overlapped at one moment. */
export function countPeak(lives: readonly { beginNs: number; endNs: number }[]): number {
  const changes = lives.flatMap(({ beginNs, endNs }) => [
    { at: beginNs, by: 1 },
    { at: endNs, by: -1 },
  ]);
  changes.sort((x, y) => x.at - y.at || x.by - y.by);
  let alive = 0;
  let peak = 0;
  for (const { by } of changes) {
    alive += by;
    peak = Math.max(peak, alive);
  }
  return peak;
}
