/** Which thread this is, as handed over by the thread that made it; and the shared arena. */
import type { ThreadInfo } from '../../trace/format.js';
import { viewBoard, viewHeader, viewSlot, type SlotViews } from './arena.js';

/** The launcher's wish, from the environment. */
export interface RunConfig {
  dir: string;
  probe: string;
  maxBytes: number;
}

/** What a parent leaves for the worker it is about to make; travels as worker_threads environment data. */
export interface HandOver {
  arena: SharedArrayBuffer;
  slot: number;
  index: number;
  parentIndex: number;
  epochNs: bigint;
  origin: ThreadInfo['origin'];
  createdAt: number;
  file: string;
  name: string;
  /** CPU samples and garbage collections, collections alone, or neither: workers of the file proved too short-lived for it. */
  looksAt: 'samples' | 'pauses' | 'nothing';
  run: RunConfig;
  /** Whether the probe was put into this worker's own env or execArgv and must be taken out of its sight again. */
  inEnv: boolean;
  inExecArgv: boolean;
}

export const HAND_OVER_KEY = Symbol.for('threadwise.handover').toString();

export interface ThisThread {
  index: number;
  parentIndex: number;
  origin: ThreadInfo['origin'];
  arena: SharedArrayBuffer;
  header: Int32Array;
  board: Int32Array;
  slot: number;
  views: SlotViews;
  run: RunConfig;
}

let current: ThisThread | null = null;

export function enterThread(
  own: Pick<HandOver, 'arena' | 'slot' | 'index' | 'parentIndex' | 'origin' | 'run'>,
): ThisThread {
  current = {
    index: own.index,
    parentIndex: own.parentIndex,
    origin: own.origin,
    arena: own.arena,
    header: viewHeader(own.arena),
    board: viewBoard(own.arena),
    slot: own.slot,
    views: viewSlot(own.arena, own.slot),
    run: own.run,
  };
  return current;
}

/** The thread this code runs in. Only valid after `enterThread`. */
export function thisThread(): ThisThread {
  if (current === null) throw new Error('threadwise probe: thread not entered');
  return current;
}

/** Piscina's and tinypool's workers take their tasks synchronously, by messages of one known shape. */
export function isTaskPool(origin: ThreadInfo['origin']): boolean {
  return origin === 'piscina' || origin === 'tinypool';
}
