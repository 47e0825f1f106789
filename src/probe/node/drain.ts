/** One pass over all slots: write what is there, look at the scheduler, let go of threads that are gone. */
import fs from 'node:fs';
import { COLLECTOR_THREAD } from '../../trace/format.js';
import { RecordType } from '../../trace/records.js';
import { Header, Slot, SLOTS, SlotState, viewSlot } from './arena.js';
import type { HookPrice } from './calibrate.js';
import { now } from './clock.js';
import { atomics } from './natives.js';
import { emitF64 } from './ring.js';
import { sampleMachine, sampleMemory, sampleThread, stopWatching, writeCounters, type Watched } from './sampler.js';
import { adjustDetail, drainSlot, writeEnd, type TraceFile } from './trace-writer.js';

export interface Drain {
  file: TraceFile;
  arena: SharedArrayBuffer;
  header: Int32Array;
  watched: (Watched | null)[];
  lost: Record<string, number>;
  skipped: number;
  price: HookPrice;
}

export function createDrain(file: TraceFile, arena: SharedArrayBuffer, header: Int32Array, price: HookPrice): Drain {
  return { file, arena, header, watched: Array.from({ length: SLOTS }, () => null), lost: {}, skipped: 0, price };
}

function watch(drain: Drain, slot: number): Watched {
  const views = viewSlot(drain.arena, slot);
  const index = views.head[Slot.Thread] as number;
  const known = drain.watched[slot];
  if (known !== null && known !== undefined && known.index === index) return known;
  const firstRecord = atomics.load(views.head, Slot.Tail);
  const fresh: Watched = { index, tid: 0, views, files: null, hadSched: false, firstRecord };
  drain.watched[slot] = fresh;
  return fresh;
}

/** Counts what the thread could not write. */
function noteLosses(drain: Drain, { index, views }: Watched): void {
  const lost = views.head[Slot.Lost] as number;
  if (lost > 0) drain.lost[index] = lost;
}

/** The thread is gone: write its last counters and give its slot to the next. */
function release(drain: Drain, slot: number, watched: Watched): void {
  writeCounters(watched, drain.price);
  noteLosses(drain, watched);
  drain.skipped += watched.views.head[Slot.Skipped] as number;
  stopWatching(watched);
  const { head, stats, cost } = watched.views;
  stats.fill(0);
  cost.fill(0, 16);
  for (const field of [Slot.Lost, Slot.Tid, Slot.Words, Slot.Skipped, Slot.Streamed]) head[field] = 0;
  drain.watched[slot] = null;
  atomics.store(drain.header, Header.SlotStates + slot, SlotState.Free);
}

/** Empties all rings; with `sample`, also reads the scheduler. */
export function drainAll(drain: Drain, sample: boolean): void {
  const timeNs = now();
  for (let slot = 0; slot < SLOTS; slot++) {
    const state = atomics.load(drain.header, Header.SlotStates + slot);
    if (state === SlotState.Free) continue;
    const watched = watch(drain, slot);
    // The thread index is written by the new owner; until then there is nothing to see.
    if (watched.index === COLLECTOR_THREAD) continue;
    const isAlive = sample ? sampleThread(watched, timeNs) : true;
    drainSlot(drain.file, watched.views);
    if (state === SlotState.Ended || !isAlive) release(drain, slot, watched);
  }
  if (sample) sampleMachine(timeNs);
  adjustDetail(drain.file, drain.header);
}

/** Counters of all living threads, now and then, so that they survive a kill. */
export function writeAllCounters(drain: Drain): void {
  for (const watched of drain.watched) {
    if (watched === null || watched.index === COLLECTOR_THREAD) continue;
    writeCounters(watched, drain.price);
    noteLosses(drain, watched);
  }
  sampleMemory(now());
}

/** Empties the ring of the drainer itself. */
export function drainOwn(drain: Drain, slot: number): void {
  drainSlot(drain.file, viewSlot(drain.arena, slot));
}

/** The last pass of an orderly end. `ownSlot` is the drainer's. */
export function finish(drain: Drain, ownSlot: number, ownCpuNs: number): void {
  drainAll(drain, true);
  writeAllCounters(drain);
  if (ownCpuNs > 0) emitF64(RecordType.CollectorCpu, 0, 0, now(), ownCpuNs);
  drainOwn(drain, ownSlot);
  let overLimit = drain.skipped;
  for (const watched of drain.watched) if (watched !== null) overLimit += watched.views.head[Slot.Skipped] as number;
  writeEnd(drain.file, {
    exitCode: atomics.load(drain.header, Header.ExitCode),
    endNs: now(),
    lost: drain.lost,
    unrecordedThreads: atomics.load(drain.header, Header.Unrecorded),
    overLimit,
  });
  try {
    fs.closeSync(drain.file.fd);
  } catch {
    // Nothing more can be done for the file.
  }
}
