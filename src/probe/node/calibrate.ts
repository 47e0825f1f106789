/**
 * What a hook costs on this machine, measured by the collector at its start in a scratch arena: so the report can state
 * the probe's own cost from counts, without timing each call.
 */
import { RecordType } from '../../trace/records.js';
import { createArena, viewHeader, viewSlot } from './arena.js';
import { hooks, installAtomics } from './atomics.js';
import { now } from './clock.js';
import { atomics } from './natives.js';
import { closeRing, openRing } from './ring.js';
import { emit } from './ring.js';
import { enterThread } from './thread.js';

export interface HookPrice {
  /** ns to read the clock and write a record. */
  recordNs: number;
  /** ns an Atomics hook adds when it only counts. */
  countNs: number;
}

const ROUNDS = 10_000;

function timeRecords(): number {
  const begin = now();
  for (let at = 0; at < ROUNDS; at++) emit(RecordType.At, 0, 0, now(), at, 0);
  return (now() - begin) / ROUNDS;
}

function timeLocks(cas: typeof Atomics.compareExchange, store: typeof Atomics.store, words: Int32Array): number {
  const begin = now();
  for (let at = 0; at < ROUNDS; at++) {
    cas(words, 0, 0, 1);
    store(words, 0, 0);
  }
  return (now() - begin) / (2 * ROUNDS);
}

/** Measures twice and takes the second, compiled, time. Leaves the ring closed. */
export function calibrate(): HookPrice {
  const arena = createArena();
  const views = viewSlot(arena, 0);
  openRing(views, viewHeader(arena));
  enterThread({ arena, slot: 0, index: 0, parentIndex: -1, origin: 'main', run: { dir: '', probe: '', maxBytes: 0 } });
  installAtomics(false);
  const words = new Int32Array(new SharedArrayBuffer(64));
  let price: HookPrice = { recordNs: 0, countNs: 0 };
  for (let round = 0; round < 2; round++) {
    const hooked = timeLocks(
      hooks.compareExchange as typeof Atomics.compareExchange,
      hooks.store as typeof Atomics.store,
      words,
    );
    const native = timeLocks(atomics.compareExchange, atomics.store, words);
    price = { recordNs: timeRecords(), countNs: Math.max(0, hooked - native) };
    views.head[1] = views.head[0] as number;
  }
  closeRing();
  return price;
}
