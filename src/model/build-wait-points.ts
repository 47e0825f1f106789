import { WaitResult, WordStat } from '../trace/records.js';
import type { LockContext, LockRows } from './build-locks.js';
import { groupRows } from './group-rows.js';
import type { LockLog } from './lock-log.js';
import { placeKey } from './lock-place.js';
import { wordsWithin } from './lock-rows.js';
import { tabulateWaits } from './lock-tables.js';
import type { EmptyPolls } from './empty-polls.js';
import type { Thread, WaitPoint } from './profile.js';
import type { WaitPart } from './wait-part.js';
import { readClock, type ThreadClock } from './thread-clock.js';
import { judgeHow, judgeMeaning, notifiersOf, type WaitFacts } from './wait-meaning.js';
import { sumUses, type Word } from './words.js';

export interface WaitPointList {
  waitPoints: WaitPoint[];
  /** Meaning of the blocking waits on a word; undefined for locks and words nobody waited on. */
  meanings: (WaitPoint['meaning'] | undefined)[];
}

/** Waiting that is not for a lock. Words waited on at the same line for the same reason are one point. */
export function buildWaitPoints(
  words: readonly Word[],
  isLock: Uint8Array,
  log: LockLog,
  { waitsOf, spinsOf }: LockRows,
  emptyPolls: EmptyPolls,
  { threads, clocks }: { threads: readonly Thread[]; clocks: readonly ThreadClock[] },
  context: LockContext,
): WaitPointList {
  const { sites, index, window } = context;
  const notifiesOf = groupRows(
    wordsWithin({ word: log.notifies.word, beginNs: log.notifies.timeNs }, window),
    words.length,
  );
  const points = new Map<string, WaitPart>();
  const meanings: WaitPointList['meanings'] = words.map(() => undefined);

  function merge(part: WaitPart): void {
    const key = `${part.meaning} ${part.how} ${placeKey(sites[part.site])} ${placeKey(sites[part.createdAt])}`;
    const known = points.get(key);
    if (known === undefined) {
      points.set(key, part);
      return;
    }
    for (const thread of part.threads) known.threads.add(thread);
    for (const thread of part.notifiers) known.notifiers.add(thread);
    for (const row of part.rows) known.rows.push(row);
    for (const row of part.spinRows) known.spinRows.push(row);
    for (const row of part.notifyRows) known.notifyRows.push(row);
    known.count += part.count;
    known.totalNs += part.totalNs;
    known.cpuNs += part.cpuNs;
    known.mainNs += part.mainNs;
    known.emptyLooks += part.emptyLooks;
  }

  for (const [at, word] of words.entries()) {
    if (isLock[at] === 1) continue;
    const facts: WaitFacts = {
      word,
      waits: log.waits,
      rows: waitsOf.of(at),
      notifies: log.notifies,
      notifyRows: notifiesOf.of(at),
    };
    if (facts.rows.length > 0) {
      const meaning = judgeMeaning(facts, threads, sites, index);
      meanings[at] = meaning;
      merge(measureWaits(facts, meaning, threads));
    }
    const spinRows = spinsOf.of(at);
    const spinning = spinRows.length > 0 ? measureSpins(facts, spinRows, log, threads, clocks, index) : undefined;
    if (spinning !== undefined) merge(spinning);
  }
  for (const part of emptyPolls.measure(threads, window)) merge(part);
  const waitPoints = [...points.values()].map((part): WaitPoint => {
    const { rows, spinRows, notifyRows, ...rest } = part;
    const ascending = (set: Set<number>): number[] => [...set].sort(byNumber);
    return {
      ...rest,
      threads: ascending(part.threads),
      notifiers: ascending(part.notifiers),
      waits: tabulateWaits(log.waits, rows.sort(byNumber), log.spins, spinRows.sort(byNumber), index),
      notifies: tabulateNotifies(log.notifies, notifyRows.sort(byNumber)),
    };
  });
  return { waitPoints: waitPoints.sort((x, y) => y.totalNs - x.totalNs), meanings };
}

function tabulateNotifies(
  { thread, timeNs }: LockLog['notifies'],
  rows: readonly number[],
): NonNullable<WaitPoint['notifies']> {
  const kept = Int32Array.from(rows);
  return { thread: thread.gather(kept), atNs: timeNs.gather(kept) };
}

function byNumber(x: number, y: number): number {
  return x - y;
}

function measureWaits(facts: WaitFacts, meaning: WaitPoint['meaning'], threads: readonly Thread[]): WaitPart {
  const { word, waits, rows } = facts;
  const part: WaitPart = {
    meaning,
    how: judgeHow(facts, meaning),
    site: -1,
    createdAt: word.createdAt,
    threads: new Set(),
    notifiers: notifiersOf(facts),
    rows: [...rows],
    spinRows: [],
    notifyRows: [...facts.notifyRows],
    count: rows.length,
    totalNs: 0,
    cpuNs: 0,
    mainNs: 0,
    emptyLooks: 0,
  };
  for (const row of rows) {
    const length = waits.endNs.at(row) - waits.beginNs.at(row);
    const thread = waits.thread.at(row);
    if (part.site === -1) part.site = waits.site.at(row);
    part.threads.add(thread);
    part.totalNs += length;
    if (threads[thread]?.isMain === true) part.mainNs += length;
    if (waits.result.at(row) === WaitResult.TimedOut) part.emptyLooks++;
  }
  // Waits too short to be recorded singly are in the counters.
  part.count = Math.max(part.count, sumUses(word, WordStat.Waits));
  part.totalNs = Math.max(part.totalNs, sumUses(word, WordStat.WaitNs));
  return part;
}

/** Looks further apart than this are no loop of looks: timers lie between them, or work. */
const SPIN_LOOK_NS = 20_000;

/** Undefined when the thread was at work and looked now and then, as at a flag that tells it to stop. */
function measureSpins(
  facts: WaitFacts,
  spinRows: Int32Array,
  { spins }: LockLog,
  threads: readonly Thread[],
  clocks: readonly ThreadClock[],
  index: LockContext['index'],
): WaitPart | undefined {
  const notifiers = new Set(
    facts.word.uses.flatMap(({ thread, stats }) =>
      (stats[WordStat.Stores] as number) + (stats[WordStat.Adds] as number) > 0 ? [thread] : [],
    ),
  );
  const part: WaitPart = {
    meaning: 'idle',
    how: 'spin',
    site: -1,
    createdAt: facts.word.createdAt,
    threads: new Set(),
    notifiers,
    rows: [],
    spinRows: [...spinRows],
    notifyRows: [],
    count: spinRows.length,
    totalNs: 0,
    cpuNs: 0,
    mainNs: 0,
    emptyLooks: 0,
  };
  let inside = 0;
  let usedNs = 0;
  for (const row of spinRows) {
    const thread = spins.thread.at(row);
    const length = spins.endNs.at(row) - spins.beginNs.at(row);
    const isMain = threads[thread]?.isMain === true;
    if (part.site === -1) part.site = spins.site.at(row);
    part.threads.add(thread);
    part.totalNs += length;
    usedNs += cpuBetween(clocks[thread], spins.beginNs.at(row), spins.endNs.at(row), length);
    if (isMain) part.mainNs += length;
    part.emptyLooks += spins.looks.at(row);
    if (isMain || index.taskAt(thread, spins.beginNs.at(row)) !== -1) inside++;
  }
  part.cpuNs = part.totalNs;
  if (part.totalNs > part.emptyLooks * SPIN_LOOK_NS) {
    if (usedNs > part.totalNs / 2) return undefined;
    part.how = 'poll';
    part.cpuNs = usedNs;
  }
  for (const thread of part.threads) if (notifiers.size > 1) notifiers.delete(thread);
  if (inside > spinRows.length / 2) part.meaning = 'handoff';
  return part;
}

function cpuBetween(clock: ThreadClock | undefined, beginNs: number, endNs: number, otherwise: number): number {
  if (clock === undefined || !clock.known) return otherwise;
  return readClock(clock, clock.cpuNs, endNs) - readClock(clock, clock.cpuNs, beginNs);
}
