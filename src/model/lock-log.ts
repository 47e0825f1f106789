import { RecordType } from '../trace/records.js';
import {
  Before,
  createHoldRows,
  createNotifyRows,
  createSpinRows,
  createWaitRows,
  openHold,
  openWait,
  type HoldRows,
  type NotifyRows,
  type SpinRows,
  type WaitRows,
} from './lock-rows.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';
import type { WordList } from './words.js';

export interface LockLog {
  handlers: Handlers;
  waits: WaitRows;
  holds: HoldRows;
  spins: SpinRows;
  notifies: NotifyRows;
}

/** Takes down what threads did to words of shared memory, in order of time. */
export function logLocks({ infos, positionOf }: Recording, { wordOf }: WordList): LockLog {
  const waits = createWaitRows();
  const holds = createHoldRows();
  const spins = createSpinRows();
  const notifies = createNotifyRows();
  const openWaits = new Int32Array(infos.length).fill(-1);
  const openSpins = new Int32Array(infos.length).fill(-1);
  /** Spins noticed within one of the same word, as attempts and as looks: one spin. */
  const innerSpins = new Int32Array(infos.length);
  const before = new Int32Array(infos.length);
  /** Word of each thread's latest notify. */
  const notified = new Int32Array(infos.length).fill(-1);
  /** Row of the hold that is open on a word; rows of the holds that are open on a thread. */
  const holdOf: number[] = [];
  const heldBy = infos.map((): number[] => []);
  const siteOf = createSiteMemory(infos.length);

  function heldWord(thread: number, except: number): number {
    const row = heldBy[thread]?.findLast((held) => holds.word.at(held) !== except);
    return row === undefined ? -1 : holds.word.at(row);
  }

  /** Who holds a word that `thread` waits for: as the probe saw it (thread index + 1), else as the records say. */
  function ownerOf(word: number, thread: number, seen: number): number {
    const held = holdOf[word] ?? -1;
    const owner = seen > 0 ? (positionOf[seen - 1] ?? -1) : held === -1 ? -1 : holds.thread.at(held);
    return owner === thread ? -1 : owner;
  }

  /** Waking those that wait for the same word is no request to them: a barrier does so, or a lock. */
  function askedBefore(thread: number, word: number): number {
    const asked = before[thread] as number;
    return asked === Before.Notify && notified[thread] === word ? Before.Nothing : asked;
  }

  function beginWait(cursor: Cursor): void {
    const { thread, a, b, timeNs } = cursor;
    const word = wordOf(thread, a);
    // An end that was not recorded: nothing is known of that wait's length.
    const unfinished = openWaits[thread] as number;
    if (unfinished !== -1) waits.endNs.set(unfinished, waits.beginNs.at(unfinished));
    openWaits[thread] = openWait(waits, {
      word,
      thread,
      owner: ownerOf(word, thread, b),
      site: siteOf(RecordType.WaitBegin, word, cursor),
      before: askedBefore(thread, word),
      holding: heldWord(thread, word),
      beginNs: timeNs,
    });
  }

  function endWait({ thread, timeNs, flags }: Cursor): void {
    const row = openWaits[thread] as number;
    if (row === -1) return;
    openWaits[thread] = -1;
    waits.endNs.set(row, timeNs);
    waits.result.set(row, flags);
  }

  function acquire(cursor: Cursor): void {
    const { thread, a, b, timeNs, flags } = cursor;
    const word = wordOf(thread, a);
    closeHold(word);
    const row = openHold(holds, {
      word,
      thread,
      site: siteOf(RecordType.Acquire, word, cursor),
      contended: flags & 1,
      failed: b,
      beginNs: timeNs,
    });
    holdOf[word] = row;
    heldBy[thread]?.push(row);
    before[thread] = Before.Nothing;
  }

  /** Takes the open hold of a word off its thread's list and returns its row, -1 if there is none. */
  function closeHold(word: number): number {
    const row = holdOf[word] ?? -1;
    if (row === -1) return -1;
    holdOf[word] = -1;
    const held = heldBy[holds.thread.at(row)] as number[];
    const at = held.lastIndexOf(row);
    if (at !== -1) held.splice(at, 1);
    return row;
  }

  function release(cursor: Cursor): void {
    const word = wordOf(cursor.thread, cursor.a);
    const site = siteOf(RecordType.Release, word, cursor);
    const row = closeHold(word);
    if (row === -1 || holds.thread.at(row) !== cursor.thread) return;
    holds.endNs.set(row, cursor.timeNs);
    holds.releaseSite.set(row, site);
  }

  function beginSpin(cursor: Cursor): void {
    const { thread } = cursor;
    const word = wordOf(thread, cursor.a);
    const open = openSpins[thread] as number;
    if (open !== -1 && spins.word.at(open) === word) {
      (innerSpins[thread] as number)++;
      return;
    }
    innerSpins[thread] = 0;
    openSpins[thread] = spins.word.count;
    spins.word.push(word);
    spins.thread.push(thread);
    spins.owner.push(ownerOf(word, thread, 0));
    spins.site.push(siteOf(RecordType.SpinBegin, word, cursor));
    spins.holding.push(heldWord(thread, word));
    spins.looks.push(0);
    spins.beginNs.push(cursor.timeNs);
    spins.endNs.push(Number.NaN);
  }

  function endSpin({ thread, timeNs, b }: Cursor): void {
    const row = openSpins[thread] as number;
    if (row === -1 || (innerSpins[thread] as number)-- > 0) return;
    openSpins[thread] = -1;
    spins.endNs.set(row, timeNs);
    spins.looks.set(row, b);
  }

  function notify(cursor: Cursor): void {
    const word = wordOf(cursor.thread, cursor.a);
    notifies.word.push(word);
    notifies.thread.push(cursor.thread);
    notifies.site.push(siteOf(RecordType.Notify, word, cursor));
    notifies.woken.push(cursor.b);
    notifies.timeNs.push(cursor.timeNs);
    before[cursor.thread] = Before.Notify;
    notified[cursor.thread] = word;
  }

  /** After dropped records nothing that was open can be trusted. */
  function forget({ thread }: Cursor): void {
    openWaits[thread] = -1;
    openSpins[thread] = -1;
    const held = heldBy[thread] as number[];
    for (const row of held) holdOf[holds.word.at(row)] = -1;
    held.length = 0;
  }

  const beginAnew = ({ thread }: Cursor): void => {
    before[thread] = Before.Nothing;
  };
  return {
    waits,
    holds,
    spins,
    notifies,
    handlers: {
      [RecordType.WaitBegin]: beginWait,
      [RecordType.WaitEnd]: endWait,
      [RecordType.Acquire]: acquire,
      [RecordType.Release]: release,
      [RecordType.SpinBegin]: beginSpin,
      [RecordType.SpinEnd]: endSpin,
      [RecordType.Notify]: notify,
      [RecordType.Lost]: forget,
      [RecordType.TaskStart]: beginAnew,
      [RecordType.MsgRecvBegin]: beginAnew,
      [RecordType.MsgPost]: ({ thread }) => {
        before[thread] = Before.Post;
      },
    },
  };
}

/** Sites come with some records only: the others count for the last one seen of their kind, word and thread. */
function createSiteMemory(threads: number): (type: number, word: number, cursor: Cursor) => number {
  const last = new Map<number, number>();
  return (type, word, { thread, site }) => {
    const key = (word * threads + thread) * 64 + type;
    if (site === -1) return last.get(key) ?? -1;
    last.set(key, site);
    return site;
  };
}
