/** Starts the collector and, at the end of the process, waits for it to have written all. */
import { DrainerState, Header, Slot, type SlotViews, viewSlot } from './arena.js';
import { getEpoch } from './clock.js';
import { createDrain, finish } from './drain.js';
import { atomics, NativeWorker } from './natives.js';
import { openRing } from './ring.js';
import { COLLECTOR_THREAD } from '../../trace/format.js';
import { thisThread, type RunConfig } from './thread.js';
import type { TraceFile } from './trace-writer.js';

export interface CollectorData {
  arena: SharedArrayBuffer;
  slot: number;
  epochNs: bigint;
  run: RunConfig;
  file: TraceFile;
}

/** How long the end of the process may wait for the collector, ms. */
const CLOSE_TIMEOUT_MS = 2000;

/** Its env and execArgv are empty, so that it inherits neither the probe nor the program's own preloads. */
export function startCollector(collectorPath: string, slot: number, file: TraceFile): void {
  const { arena, header, run } = thisThread();
  const data: CollectorData = { arena, slot, epochNs: getEpoch(), run, file };
  atomics.store(header, Header.Drainer, DrainerState.Starting);
  const worker = new NativeWorker(collectorPath, {
    workerData: data,
    env: {},
    execArgv: [],
    name: 'threadwise collector',
    stdout: true,
    stderr: true,
  });
  atomics.store(header, Header.CollectorThreadId, worker.threadId);
  // Without a listener an error of the collector would end the program; then recording just stops.
  worker.on('error', () => {
    atomics.store(header, Header.Closed, 1);
    atomics.notify(header, Header.Closed);
  });
  worker.unref();
}

/**
 * Blocks until the collector has written its last block, or gives up: the file is then valid but marked unfinished.
 * A process that ends before the collector is at work writes the trace itself.
 */
export function closeCollector(file: TraceFile, collectorSlot: number): void {
  const { header } = thisThread();
  const state = atomics.compareExchange(header, Header.Drainer, DrainerState.Starting, DrainerState.Main);
  if (state !== DrainerState.Collector) return finishAlone(file, collectorSlot);
  atomics.store(header, Header.CloseAsked, 1);
  atomics.add(header, Header.Doorbell, 1);
  atomics.notify(header, Header.Doorbell);
  atomics.wait(header, Header.Closed, 0, CLOSE_TIMEOUT_MS);
}

/** Writes what there is, in the main thread. */
function finishAlone(file: TraceFile, collectorSlot: number): void {
  const { arena, header } = thisThread();
  const views: SlotViews = viewSlot(arena, collectorSlot);
  views.head[Slot.Thread] = COLLECTOR_THREAD;
  const drain = createDrain(file, arena, header, { recordNs: 0, countNs: 0 });
  openRing(views, header);
  finish(drain, collectorSlot, 0);
}
