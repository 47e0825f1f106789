/**
 * What happens to a lock, told by the Atomics hooks: acquisitions, failed attempts, releases.
 *
 * Counting is all that an uncontended lock costs. Single events are recorded only while a lock is hot: a thread that
 * meets contention asks for the next events of that lock on the shared board, whoever owns it then. Every 64th hold is
 * timed in any case. No stack is ever taken while a lock is held.
 */
import { RecordType, WordStat } from '../../trace/records.js';
import { now } from './clock.js';
import { emit } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';
import { thisThread, type ThisThread } from './thread.js';
import { count, type Word } from './words.js';

/** How many events of a lock are recorded after each sign of contention. */
const HOT_EVENTS = 64;
const TIMED_EVERY = 63; // mask
/** A lock taken a hundred thousand times a second is recorded one by one only so often; its counters stay exact. */
const DETAIL_WINDOW_NS = 100_000_000;
const DETAILS_A_WINDOW = 200;
/** Failed attempts in a row that count as spinning. */
const SPIN_ATTEMPTS = 64;

let thread: ThisThread;
/** Locks this thread holds now, so that nothing slow is done meanwhile. */
let holding = 0;

export function installLocks(): void {
  thread = thisThread();
}

export function isHoldingLock(): boolean {
  return holding > 0;
}

export function ownerOf(word: Word): number {
  return thread.board[word.board] as number;
}

export function heat(word: Word): void {
  // Who has no room for details left does not ask others for them: the board's line is shared by all who wait.
  if (word.detailLeft > 0 || word.detailSinceNs < 0) thread.board[word.board + 1] = HOT_EVENTS;
}

/** Called where the clock was read anyway. */
export function refreshDetail(word: Word, nowNs: number): void {
  if (nowNs - word.detailSinceNs < DETAIL_WINDOW_NS) return;
  word.detailSinceNs = nowNs;
  word.detailLeft = DETAILS_A_WINDOW;
}

/** The word went from free to taken by this thread. */
export function acquired(word: Word): void {
  const contended = word.waited || word.attempts > 0;
  const attempts = word.attempts;
  word.held = true;
  word.attempts = 0;
  word.waited = false;
  holding++;
  count(word, WordStat.Acquires, 1);
  thread.board[word.board] = thread.index + 1;
  const heatLeft = thread.board[word.board + 1] as number;
  word.detailed = (contended || heatLeft > 0) && word.detailLeft > 0;
  if (word.detailed) word.detailLeft--;
  if (heatLeft > 0) thread.board[word.board + 1] = heatLeft - 1;
  if (contended) count(word, WordStat.ContendedAcquires, 1);
  const site = word.pendingSite;
  word.pendingSite = 0;
  if (!word.detailed && (word.acquires++ & TIMED_EVERY) !== 0 && word.spinSinceNs < 0) return;
  const timeNs = now();
  refreshDetail(word, timeNs);
  word.heldSinceNs = timeNs;
  if (word.spinSinceNs >= 0) {
    count(word, WordStat.SpinNs, timeNs - word.spinSinceNs);
    emit(RecordType.SpinEnd, 0, 0, timeNs, word.id, attempts);
    word.spinSinceNs = -1;
  }
  if (!word.detailed) return;
  emitAt(site, timeNs);
  emit(RecordType.Acquire, contended ? 1 : 0, 0, timeNs, word.id, attempts);
}

/** An attempt to take it failed: another has it. */
export function attemptFailed(word: Word): void {
  word.attempts++;
  count(word, WordStat.FailedAttempts, 1);
  heat(word);
  if (word.attempts === 1 && holding === 0 && wantsSite(++word.waitSites)) word.pendingSite = takeSite();
  if (word.attempts === SPIN_ATTEMPTS) {
    word.spinSinceNs = now();
    emitAt(word.pendingSite, word.spinSinceNs);
    emit(RecordType.SpinBegin, 0, 0, word.spinSinceNs, word.id, 0);
  }
}

/** Before the word is set free: from here on the board must not name this thread. */
export function releasing(word: Word): void {
  if (thread.board[word.board] === thread.index + 1) thread.board[word.board] = 0;
}

/** The word was set free by this thread, which held it. */
export function released(word: Word): void {
  word.held = false;
  holding--;
  releasing(word);
  count(word, WordStat.Releases, 1);
  if (word.heldSinceNs < 0) return;
  const timeNs = now();
  count(word, WordStat.HoldNs, timeNs - word.heldSinceNs);
  count(word, WordStat.HoldSamples, 1);
  word.heldSinceNs = -1;
  if (!word.detailed) return;
  if (holding === 0 && wantsSite(++word.releaseSites)) emitAt(takeSite(), timeNs);
  emit(RecordType.Release, 0, 0, timeNs, word.id, 0);
}
