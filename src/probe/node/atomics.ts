/**
 * Hooks on Atomics.*. V8 does not inline these calls, so a replacement costs little; each calls the native function
 * first (so that bad arguments fail as ever) and then tells locks.ts and spins.ts what the values mean.
 */
import { RecordType, WaitResult, WordStat } from '../../trace/records.js';
import { now } from './clock.js';
import {
  acquired,
  attemptFailed,
  heat,
  installLocks,
  isHoldingLock,
  ownerOf,
  refreshDetail,
  released,
  releasing,
} from './locks.js';
import { atomics, disguise, replaceProperty } from './natives.js';
import { rotateIfDue } from './profiles.js';
import { emit, isRecording } from './ring.js';
import { isIdleInPool } from './tasks.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { endSpin, looked } from './spins.js';
import { count, knownWordAt, Protocol, wordAt, type Element, type Word } from './words.js';

/** Strikes after which a word that changes like a counter is no lock. */
const MAX_STRIKES = 3;

/** The latest value drawn by Atomics.add, and where from: a ticket, if it turns up again as the value of another word. */
let ticket = -1;
let ticketArray: unknown = null;
let ticketIndex = -1;

function strike(word: Word): void {
  if (++word.strikes > MAX_STRIKES) {
    if (word.held) released(word);
    word.protocol = Protocol.NotALock;
  }
}

function swapped(word: Word, before: number, after: number): void {
  if (word.protocol === Protocol.NotALock) return;
  if (word.held) {
    const isRelease = word.protocol === Protocol.Mutex ? after === 0 : after === before + 1;
    if (isRelease) released(word);
    else if (!(before === 1 && after === 2)) strike(word);
  } else if (before === 0 && after !== 0 && word.protocol !== Protocol.Semaphore) {
    word.protocol = Protocol.Mutex;
    acquired(word);
  } else if (before > 0 && after === before - 1 && word.protocol !== Protocol.Mutex) {
    word.protocol = Protocol.Semaphore;
    acquired(word);
  } else if (before === 1 && after === 2) {
    attemptFailed(word); // "taken, and somebody waits": the mark of a three-state mutex
  } else {
    strike(word);
  }
}

function compareExchange(array: Element, index: number, expected: number, value: number): number {
  const before = atomics.compareExchange(array as Int32Array, index, expected, value);
  if (typeof before !== 'number' || !isRecording()) return before;
  const word = wordAt(array, index);
  if (word === null) return before;
  if (before === expected) {
    if (before !== value) swapped(word, before, value);
  } else if (expected === 0 || word.protocol === Protocol.Semaphore) {
    attemptFailed(word);
  }
  return before;
}

function exchange(array: Element, index: number, value: number): number {
  const known = isRecording() ? knownWordAt(array, index) : null;
  if (known !== null && known.held && value === 0) releasing(known);
  const before = atomics.exchange(array as Int32Array, index, value);
  if (typeof before !== 'number' || !isRecording()) return before;
  const word = wordAt(array, index);
  if (word === null || word.protocol === Protocol.NotALock) return before;
  if (value === 0) {
    if (word.held) released(word);
  } else if (before === 0) {
    swapped(word, before, value);
  } else if (!word.held) {
    attemptFailed(word);
  }
  return before;
}

function store(array: Element, index: number, value: number): number {
  const word = isRecording() ? knownWordAt(array, index) : null;
  const releases = word !== null && word.held && (word.protocol === Protocol.Mutex ? value === 0 : value > 0);
  if (releases) releasing(word);
  const stored = atomics.store(array as Int32Array, index, value);
  if (word !== null) {
    count(word, WordStat.Stores, 1);
    if (releases) released(word);
  }
  return stored;
}

/** A word whose old value is the ticket this thread drew elsewhere is being handed to the next in line. */
function isTurnEnding(word: Word, array: Element, index: number, before: number): boolean {
  if (before !== ticket || (array === ticketArray && index === ticketIndex)) return false;
  if (word.protocol === Protocol.Unknown && ++word.ticketMatches >= 2) word.protocol = Protocol.Ticket;
  return word.protocol === Protocol.Ticket;
}

function add(array: Element, index: number, value: number): number {
  const before = atomics.add(array as Int32Array, index, value);
  if (typeof before !== 'number' || !isRecording()) return before;
  const word = knownWordAt(array, index);
  if (word !== null) {
    count(word, WordStat.Adds, 1);
    if (word.held && word.protocol === Protocol.Semaphore) released(word);
    else if (isTurnEnding(word, array, index, before)) {
      if (word.held) released(word);
      return before;
    }
  }
  ticket = before;
  ticketArray = array;
  ticketIndex = index;
  return before;
}

function sub(array: Element, index: number, value: number): number {
  const before = atomics.sub(array as Int32Array, index, value);
  if (typeof before !== 'number' || !isRecording()) return before;
  const word = knownWordAt(array, index);
  if (word !== null && word.held && word.protocol === Protocol.Mutex && before === value) released(word);
  return before;
}

function load(array: Element, index: number): number {
  const value = atomics.load(array as Int32Array, index);
  const word = looked(array, index, value);
  if (word !== null && word.protocol === Protocol.Ticket && !word.held && value === ticket) acquired(word);
  return value;
}

function notify(array: Int32Array, index: number, waiters?: number): number {
  const woken = atomics.notify(array, index, waiters);
  if (!isRecording()) return woken;
  const word = woken > 0 ? wordAt(array, index) : knownWordAt(array, index);
  if (word === null) return woken;
  count(word, WordStat.Notifies, 1);
  if (woken > 0) {
    count(word, WordStat.Woken, woken);
    // Who wakes the next at a lock is known from its releases; single ones are of use only beside those.
    if (!isLockLike(word) || word.detailed) emit(RecordType.Notify, 0, 0, now(), word.id, woken);
  }
  return woken;
}

const RESULTS: Record<string, number> = {
  ok: WaitResult.Ok,
  'not-equal': WaitResult.NotEqual,
  'timed-out': WaitResult.TimedOut,
};

/** Its site is of use again when it is acquired. */
function isLockLike({ protocol }: Word): boolean {
  return protocol !== Protocol.Unknown && protocol !== Protocol.NotALock;
}

function wait(array: Int32Array, index: number, value: number, timeoutMs?: number): 'ok' | 'not-equal' | 'timed-out' {
  // The pause between a pool's tasks shows from the tasks; it is not worth two records and the delay of the next task.
  const word = isRecording() && !isIdleInPool() ? wordAt(array, index) : null;
  if (word === null) return atomics.wait(array, index, value, timeoutMs);
  endSpin();
  let beginNs = -1;
  if (!isHoldingLock()) {
    beginNs = now();
    rotateIfDue(beginNs);
    if (wantsSite(++word.waitSites)) {
      word.pendingSite = takeSite();
      beginNs = now();
      emitAt(word.pendingSite, beginNs);
    }
  }
  heat(word);
  if (beginNs < 0) beginNs = now();
  emit(
    RecordType.WaitBegin,
    timeoutMs === undefined || timeoutMs === Infinity ? 0 : 1,
    0,
    beginNs,
    word.id,
    ownerOf(word),
  );
  const result = atomics.wait(array, index, value, timeoutMs);
  const endNs = now();
  emit(RecordType.WaitEnd, RESULTS[result] ?? 0, 0, endNs, word.id, 0);
  word.waited = true;
  refreshDetail(word, endNs);
  if (!isLockLike(word)) word.pendingSite = 0;
  count(word, WordStat.Waits, 1);
  count(word, WordStat.WaitNs, endNs - beginNs);
  if (result === 'timed-out') count(word, WordStat.WaitTimeouts, 1);
  return result;
}

export const hooks = { add, compareExchange, exchange, load, notify, store, sub, wait };

/** `replace` = false prepares the hooks without putting them in place, for calibration. */
export function installAtomics(replace: boolean): void {
  installLocks();
  if (!replace) return;
  for (const [name, hook] of Object.entries(hooks)) {
    replaceProperty<Function>(Atomics, name, (native) => disguise(hook as (...args: never[]) => unknown, native));
  }
}
