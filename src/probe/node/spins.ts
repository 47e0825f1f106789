/**
 * Polling by Atomics.load: the same word read again and again with the same answer. Cheap enough to watch every load:
 * three comparisons. The model tells polling from work that looks at a stop flag now and then, by time per look and CPU.
 */
import { RecordType, WordStat } from '../../trace/records.js';
import { now } from './clock.js';
import { emit, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { count, knownWordAt, wordAt, type Element, type Word } from './words.js';

/** Looks after which the clock is read, and after which it counts as polling in any case. */
const CLOCKED_LOOKS = 2;
const SPIN_LOOKS = 256;
/** Looks this far apart have something else in between, a timer or a sleep: then a few are enough. */
const SLOW_LOOK_NS = 20_000;

let array: unknown = null;
let index = -1;
let value = 0;
let looks = 0;
let beganNs = 0;
let latestNs = 0;
let spinning: Word | null = null;
let isSlow = false;

function begin(): void {
  const word = wordAt(array as Element, index);
  if (word === null) return;
  spinning = word;
  latestNs = now();
  if (wantsSite(++word.waitSites)) emitAt(takeSite(), beganNs);
  emit(RecordType.SpinBegin, 0, 0, beganNs, word.id, 0);
}

function finish(endNs: number): void {
  const word = spinning;
  if (word === null) return;
  spinning = null;
  count(word, WordStat.SpinNs, endNs - beganNs);
  count(word, WordStat.Loads, looks);
  emit(RecordType.SpinEnd, 0, 0, endNs, word.id, Math.min(looks, 0xffffffff));
}

/** The thread does something else now: the polling ended at the latest look. */
export function endSpin(): void {
  if (spinning !== null) finish(latestNs);
  looks = 0;
  array = null;
}

/** Told of every load. Returns the word if it is a known one. */
export function looked(atArray: Element, atIndex: number, seen: number): Word | null {
  if (atArray === array && atIndex === index && seen === value) {
    looks++;
    if (looks === CLOCKED_LOOKS) beganNs = now();
    else if (looks === SPIN_LOOKS && spinning === null) {
      if (isRecording()) begin();
    } else if (spinning !== null) {
      if (isSlow || (looks & (SPIN_LOOKS - 1)) === 0) latestNs = now();
    } else if (looks < SPIN_LOOKS && looks > CLOCKED_LOOKS && (looks & (looks - 1)) === 0) {
      isSlow = now() - beganNs > (looks - CLOCKED_LOOKS) * SLOW_LOOK_NS;
      if (isSlow && isRecording()) begin();
    }
    return spinning;
  }
  if (spinning !== null) finish(atArray === array && atIndex === index ? now() : latestNs);
  array = atArray;
  index = atIndex;
  value = seen;
  looks = 0;
  isSlow = false;
  return knownWordAt(atArray, atIndex);
}
