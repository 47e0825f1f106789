/**
 * What a hook costs on this machine, measured by the collector at its start in a scratch arena: so the report can state
 * the probe's own cost from counts, without timing each call.
 */
import { RecordType } from '../../trace/records.js';
import { createArena, Slot, viewHeader, viewSlot } from './arena.js';
import { hooks, installAtomics } from './atomics.js';
import { now } from './clock.js';
import { atomics } from './natives.js';
import { closeRing, emit, openRing } from './ring.js';
import { enterThread } from './thread.js';

export interface HookPrice {
  /** ns to read the clock and write a record. */
  recordNs: number;
  /** ns an Atomics hook adds when it only counts. */
  countNs: number;
}

/** Many short rounds, of which the fastest counts: it is compiled, and nothing else got in between. */
const ROUNDS = 15;
const CALLS = 400;

type CompareExchange = typeof Atomics.compareExchange;
type Store = typeof Atomics.store;

function timeRecords(): number {
  const begin = now();
  for (let at = 0; at < CALLS; at++) emit(RecordType.At, 0, 0, now(), at, 0);
  return (now() - begin) / CALLS;
}

function timeLocks(cas: CompareExchange, store: Store, words: Int32Array): number {
  const begin = now();
  for (let at = 0; at < CALLS; at++) {
    cas(words, 0, 0, 1);
    store(words, 0, 0);
  }
  return (now() - begin) / (2 * CALLS);
}

/** Leaves the ring closed. */
export function calibrate(): HookPrice {
  const arena = createArena();
  const views = viewSlot(arena, 0);
  openRing(views, viewHeader(arena));
  enterThread({ arena, slot: 0, index: 0, parentIndex: -1, origin: 'main', run: { dir: '', probe: '', maxBytes: 0 } });
  installAtomics(false);
  const words = new Int32Array(new SharedArrayBuffer(64));
  const best = { record: Infinity, hooked: Infinity, native: Infinity };
  for (let round = 0; round < ROUNDS; round++) {
    const { compareExchange, store } = hooks;
    best.hooked = Math.min(best.hooked, timeLocks(compareExchange as CompareExchange, store as Store, words));
    best.native = Math.min(best.native, timeLocks(atomics.compareExchange, atomics.store, words));
    best.record = Math.min(best.record, timeRecords());
    views.head[Slot.Tail] = views.head[Slot.Head] as number;
  }
  closeRing();
  return { recordNs: best.record, countNs: Math.max(0, best.hooked - best.native) };
}
