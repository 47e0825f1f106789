import { Doubles, Ints } from './growable.js';
import type { Thread } from './profile.js';

/** What a thread did right before it began to wait: tells a call from mere waiting. */
export const Before = { Nothing: 0, Post: 1, Notify: 2 } as const;

/** Waits as they are taken down. `word` is the row of a word, or of an asynchronous lock. */
export interface WaitRows {
  word: Ints;
  thread: Ints;
  /** Thread position, -1 = unknown. */
  owner: Ints;
  site: Ints;
  /** Of `Before`. */
  before: Ints;
  /** Of WaitResult; -1 = it never returned. */
  result: Ints;
  /** Word of the lock the thread held meanwhile, the latest if several; -1 = none. */
  holding: Ints;
  beginNs: Doubles;
  endNs: Doubles;
}

export interface HoldRows {
  word: Ints;
  thread: Ints;
  site: Ints;
  releaseSite: Ints;
  contended: Ints;
  failed: Ints;
  beginNs: Doubles;
  /** NaN: the release was not seen. */
  endNs: Doubles;
}

export interface SpinRows {
  word: Ints;
  thread: Ints;
  owner: Ints;
  site: Ints;
  /** As in WaitRows. */
  holding: Ints;
  looks: Doubles;
  beginNs: Doubles;
  endNs: Doubles;
}

export interface NotifyRows {
  word: Ints;
  thread: Ints;
  site: Ints;
  woken: Ints;
  timeNs: Doubles;
}

export function createWaitRows(): WaitRows {
  return {
    word: new Ints(),
    thread: new Ints(),
    owner: new Ints(),
    site: new Ints(),
    before: new Ints(),
    result: new Ints(),
    holding: new Ints(),
    beginNs: new Doubles(),
    endNs: new Doubles(),
  };
}

export function createHoldRows(): HoldRows {
  return {
    word: new Ints(),
    thread: new Ints(),
    site: new Ints(),
    releaseSite: new Ints(),
    contended: new Ints(),
    failed: new Ints(),
    beginNs: new Doubles(),
    endNs: new Doubles(),
  };
}

export function createSpinRows(): SpinRows {
  return {
    word: new Ints(),
    thread: new Ints(),
    owner: new Ints(),
    site: new Ints(),
    holding: new Ints(),
    looks: new Doubles(),
    beginNs: new Doubles(),
    endNs: new Doubles(),
  };
}

export function createNotifyRows(): NotifyRows {
  return { word: new Ints(), thread: new Ints(), site: new Ints(), woken: new Ints(), timeNs: new Doubles() };
}

/** A wait that begins. Returns its row. */
export function openWait(
  rows: WaitRows,
  wait: Record<'word' | 'thread' | 'owner' | 'site' | 'before' | 'holding' | 'beginNs', number>,
): number {
  rows.word.push(wait.word);
  rows.thread.push(wait.thread);
  rows.owner.push(wait.owner);
  rows.site.push(wait.site);
  rows.before.push(wait.before);
  rows.result.push(-1);
  rows.holding.push(wait.holding);
  rows.beginNs.push(wait.beginNs);
  rows.endNs.push(Number.NaN);
  return rows.word.count - 1;
}

/** A hold that begins. Returns its row. */
export function openHold(
  rows: HoldRows,
  hold: Record<'word' | 'thread' | 'site' | 'contended' | 'failed' | 'beginNs', number>,
): number {
  rows.word.push(hold.word);
  rows.thread.push(hold.thread);
  rows.site.push(hold.site);
  rows.releaseSite.push(-1);
  rows.contended.push(hold.contended);
  rows.failed.push(hold.failed);
  rows.beginNs.push(hold.beginNs);
  rows.endNs.push(Number.NaN);
  return rows.word.count - 1;
}

/** Words of the rows, or -1 for those that began outside the window: the key to group them by. */
export function wordsWithin(
  rows: { word: Ints; beginNs: Doubles },
  { beginNs, endNs }: { beginNs: number; endNs: number },
): Int32Array {
  const words = rows.word.view().slice();
  for (let row = 0; row < words.length; row++) {
    const begin = rows.beginNs.at(row);
    if (!(begin >= beginNs && begin <= endNs)) words[row] = -1;
  }
  return words;
}

/** A thread that waited to its end, or the end of the run, waited until then. A spin without end is given no length. */
export function closeOpenRows(waits: WaitRows, spins: SpinRows | undefined, threads: readonly Thread[]): void {
  for (let row = waits.word.count - 1; row >= 0; row--) {
    if (!Number.isNaN(waits.endNs.at(row))) continue;
    const end = threads[waits.thread.at(row)]?.endNs ?? 0;
    waits.endNs.set(row, Math.max(waits.beginNs.at(row), end));
  }
  for (let row = (spins?.word.count ?? 0) - 1; spins !== undefined && row >= 0; row--) {
    if (Number.isNaN(spins.endNs.at(row))) spins.endNs.set(row, spins.beginNs.at(row));
  }
}
