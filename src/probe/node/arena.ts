/**
 * The one block of shared memory all threads of the process record into: a header and a fixed number of slots, one a
 * thread, each with cost counters, word counters and a ring of records. The main thread makes it, the collector drains
 * it. Pages nobody touches cost nothing, so slots may be generous; a slot is used again once its thread is gone and its
 * ring is empty, so a run of any length stays within this block.
 */
import { atomics } from './natives.js';
import { RECORD_BYTES, WORD_STAT_COLUMNS } from '../../trace/records.js';

export const SLOTS = 128;
export const RING_RECORDS = 32768; // power of two
export const STAT_WORDS = 256;
/** Entries of the lock board, where owners sign and waiters ask for detail. */
export const BOARD_WORDS = 4096;

/** Int32 indices into the header. */
export const Header = {
  Doorbell: 0,
  CloseAsked: 1,
  Closed: 2,
  Unrecorded: 3,
  NextThread: 4,
  /** DetailLevel. */
  Detail: 5,
  ExitCode: 6,
  /** Real thread id of the collector, 0 while there is none: user-visible ids above it are one less. */
  CollectorThreadId: 7,
  /** DrainerState: who empties the rings. */
  Drainer: 8,
  SlotStates: 64,
} as const;

/** No collector; started but not yet at work; at work; the main thread took over because the process ended first. */
export const DrainerState = { None: 0, Starting: 1, Collector: 2, Main: 3 } as const;

export const SlotState = { Free: 0, InUse: 1, Ended: 2 } as const;

/** Everything; one window in eight; no record of single events any more (counters go on). */
export const DetailLevel = { All: 0, Windows: 1, Counters: 2 } as const;

/** Int32 indices into a slot's head part. */
export const Slot = { Head: 0, Tail: 1, Lost: 2, Thread: 3, Tid: 4, Words: 5, Skipped: 6, Streamed: 7 } as const;
/** Float64 indices into a slot's head part (past the Int32 fields). */
export const SlotCost = { StartNs: 16, StacksNs: 17, ProfilesNs: 18, SizingNs: 19 } as const;

const HEADER_BYTES = 4096;
const BOARD_BYTES = BOARD_WORDS * 8;
const SLOT_HEAD_BYTES = 512;
const STATS_BYTES = STAT_WORDS * WORD_STAT_COLUMNS * 8;
const RING_BYTES = RING_RECORDS * RECORD_BYTES;
const SLOT_BYTES = SLOT_HEAD_BYTES + STATS_BYTES + RING_BYTES;

export interface SlotViews {
  head: Int32Array;
  cost: Float64Array;
  stats: Float64Array;
  ring: Uint32Array;
  ringF64: Float64Array;
  ringBytes: Uint8Array;
}

export function createArena(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + BOARD_BYTES + SLOTS * SLOT_BYTES);
}

export function viewHeader(arena: SharedArrayBuffer): Int32Array {
  return new Int32Array(arena, 0, HEADER_BYTES / 4);
}

/** Pairs of Int32: [owner's thread index + 1, events still to be recorded in detail]. */
export function viewBoard(arena: SharedArrayBuffer): Int32Array {
  return new Int32Array(arena, HEADER_BYTES, BOARD_WORDS * 2);
}

export function viewSlot(arena: SharedArrayBuffer, slot: number): SlotViews {
  const start = HEADER_BYTES + BOARD_BYTES + slot * SLOT_BYTES;
  const ringStart = start + SLOT_HEAD_BYTES + STATS_BYTES;
  return {
    head: new Int32Array(arena, start, 32),
    cost: new Float64Array(arena, start, SLOT_HEAD_BYTES / 8),
    stats: new Float64Array(arena, start + SLOT_HEAD_BYTES, STAT_WORDS * WORD_STAT_COLUMNS),
    ring: new Uint32Array(arena, ringStart, RING_BYTES / 4),
    ringF64: new Float64Array(arena, ringStart, RING_BYTES / 8),
    ringBytes: new Uint8Array(arena, ringStart, RING_BYTES),
  };
}

/** Takes a free slot and a new thread index; null when all slots are taken. */
export function claimSlot(header: Int32Array): { slot: number; index: number } | null {
  for (let slot = 0; slot < SLOTS; slot++) {
    const state = Header.SlotStates + slot;
    if (atomics.compareExchange(header, state, SlotState.Free, SlotState.InUse) === SlotState.Free) {
      return { slot, index: atomics.add(header, Header.NextThread, 1) };
    }
  }
  atomics.add(header, Header.Unrecorded, 1);
  return null;
}
