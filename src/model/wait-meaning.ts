import { WaitResult, WordStat } from '../trace/records.js';
import { Before, type NotifyRows, type WaitRows } from './lock-rows.js';
import type { Site, Thread, WaitPoint } from './profile.js';
import type { TaskIndex } from './task-index.js';
import type { Word } from './words.js';

/** Packages whose own waiting is a worker waiting for its next task. */
const POOL_PACKAGES: ReadonlySet<string> = new Set(['piscina', 'tinypool', 'workerpool', 'poolifier', 'jest-worker']);
/** Share of waits that must show a trait for the word to be judged by it. */
const MOSTLY = 0.5;
/** Of the other threads, how many the last one to arrive at a barrier wakes, at least. */
const BARRIER_WOKEN_SHARE = 0.6;

/** Share of notifies from the thread that did not send the one before, above which two threads take turns. */
const BY_TURNS = 0.8;

/** What is known of one word that is no lock, for one kind of waiting. */
export interface WaitFacts {
  word: Word;
  waits: WaitRows;
  rows: Int32Array;
  notifies: NotifyRows;
  notifyRows: Int32Array;
}

/** Tells idleness, sleep, a synchronous call, a barrier and a hand-over apart: by who notifies, from where, and when. */
export function judgeMeaning(
  facts: WaitFacts,
  threads: readonly Thread[],
  sites: readonly Site[],
  tasks: TaskIndex,
): WaitPoint['meaning'] {
  const { waits, rows } = facts;
  const total = rows.length;
  const timedOut = countRows(rows, (row) => waits.result.at(row) === WaitResult.TimedOut);
  const inPool = countRows(rows, (row) => isPoolSite(sites[waits.site.at(row)]));
  if (inPool > total * MOSTLY) return 'idle';
  if (timedOut === total && !isTouchedByOthers(facts)) return 'sleep';
  const waiters = new Set(facts.rows.length === 0 ? [] : [...rows].map((row) => waits.thread.at(row)));
  if (isBarrier(facts, waiters)) return 'barrier';
  const isInside = (row: number): boolean =>
    threads[waits.thread.at(row)]?.isMain === true || tasks.taskAt(waits.thread.at(row), waits.beginNs.at(row)) !== -1;
  const calls = countRows(rows, (row) => waits.before.at(row) !== Before.Nothing && isInside(row));
  if (calls > total * MOSTLY) return 'call';
  const inside = countRows(rows, isInside);
  if (inside <= total * MOSTLY && !waiters.has(mainOf(threads))) return 'idle';
  return notifiersOf(facts).size > 0 || isTouchedByOthers(facts) ? 'handoff' : 'unknown';
}

function countRows(rows: Int32Array, matches: (row: number) => boolean): number {
  let count = 0;
  for (const row of rows) if (matches(row)) count++;
  return count;
}

function mainOf(threads: readonly Thread[]): number {
  return threads.findIndex(({ isMain }) => isMain);
}

function isPoolSite(site: Site | undefined): boolean {
  const innermost = site?.frames.find(({ owner }) => owner !== 'node');
  return innermost?.packageName !== undefined && POOL_PACKAGES.has(innermost.packageName);
}

/** Threads that notified the word. */
export function notifiersOf({ word, notifies, notifyRows }: WaitFacts): Set<number> {
  const threads = new Set<number>();
  for (const { thread, stats } of word.uses) if ((stats[WordStat.Notifies] as number) > 0) threads.add(thread);
  for (const row of notifyRows) threads.add(notifies.thread.at(row));
  return threads;
}

/** Did a thread write to the word that did not wait on it, or notify it? Then waiting is for somebody. */
function isTouchedByOthers(facts: WaitFacts): boolean {
  if (notifiersOf(facts).size > 0) return true;
  return facts.word.uses.some(
    ({ stats }) =>
      (stats[WordStat.Waits] as number) === 0 &&
      (stats[WordStat.Stores] as number) + (stats[WordStat.Adds] as number) + (stats[WordStat.Acquires] as number) > 0,
  );
}

/**
 * All wait for the last: whoever notifies also waits at other times, and wakes most of the others at once. Two threads
 * that hand something to and fro do the same, but strictly by turns.
 */
function isBarrier({ notifies, notifyRows, ...facts }: WaitFacts, waiters: ReadonlySet<number>): boolean {
  const notifiers = notifiersOf({ notifies, notifyRows, ...facts });
  const members = new Set([...waiters, ...notifiers]);
  if (members.size < 2 || notifyRows.length === 0) return false;
  if (members.size === 2 && countTurns(notifies, notifyRows) > notifyRows.length * BY_TURNS) return false;
  if ([...notifiers].filter((thread) => waiters.has(thread)).length < notifiers.size * MOSTLY) return false;
  const woken = notifyRows.reduce((sum, row) => sum + notifies.woken.at(row), 0);
  return woken / notifyRows.length >= BARRIER_WOKEN_SHARE * (members.size - 1);
}

function countTurns({ thread }: NotifyRows, rows: Int32Array): number {
  let turns = 0;
  for (let at = 1; at < rows.length; at++) {
    if (thread.at(rows[at] as number) !== thread.at(rows[at - 1] as number)) turns++;
  }
  return turns;
}

/** Sleeps of one thread that follow one another this closely, as a share of their length, look again and again. */
const POLL_GAP_SHARE = 0.5;
const MIN_POLLS = 10;

/** Blocked once, or looking again and again: by time-outs that end without news, or sleeps in a row. */
export function judgeHow({ waits, rows }: WaitFacts, meaning: WaitPoint['meaning']): 'blocked' | 'poll' {
  if (rows.length < MIN_POLLS || meaning === 'idle') return 'blocked';
  const timedOut = countRows(rows, (row) => waits.result.at(row) === WaitResult.TimedOut);
  if (timedOut <= rows.length * MOSTLY) return 'blocked';
  if (meaning !== 'sleep') return 'poll';
  return countInARow(waits, rows) > rows.length * MOSTLY ? 'poll' : 'blocked';
}

/** Sleeps that began soon after the same thread's last. */
function countInARow({ thread, beginNs, endNs }: WaitRows, rows: Int32Array): number {
  const last = new Map<number, number>();
  let inARow = 0;
  for (const row of rows) {
    const before = last.get(thread.at(row));
    const gap = before === undefined ? Infinity : beginNs.at(row) - endNs.at(before);
    if (gap < POLL_GAP_SHARE * (endNs.at(row) - beginNs.at(row))) inARow++;
    last.set(thread.at(row), row);
  }
  return inARow;
}
