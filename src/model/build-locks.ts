import { WordStat } from '../trace/records.js';
import type { AsyncLog } from './async-locks.js';
import type { Groups } from './group-rows.js';
import { groupRows } from './group-rows.js';
import { createSpinRows, wordsWithin, type HoldRows, type SpinRows, type WaitRows } from './lock-rows.js';
import { classOf, placeKey, placeLockSites } from './lock-place.js';
import { tabulateHolds, tabulateWaits } from './lock-tables.js';
import type { Lock, Site, TaskTable } from './profile.js';
import type { TaskIndex } from './task-index.js';
import { sumUses, type Word } from './words.js';

/** What all locks are built from. */
export interface LockContext {
  sites: Site[];
  tasks: TaskTable;
  index: TaskIndex;
  window: { beginNs: number; endNs: number };
}

/** The rows of one kind of lock, grouped by it. */
export interface LockRows {
  waits: WaitRows;
  holds: HoldRows;
  spins: SpinRows;
  waitsOf: Groups;
  holdsOf: Groups;
  spinsOf: Groups;
}

export function groupLockRows(
  rows: Pick<LockRows, 'waits' | 'holds' | 'spins'>,
  count: number,
  window: LockContext['window'],
): LockRows {
  return {
    ...rows,
    waitsOf: groupRows(wordsWithin(rows.waits, window), count),
    holdsOf: groupRows(wordsWithin(rows.holds, window), count),
    spinsOf: groupRows(wordsWithin(rows.spins, window), count),
  };
}

/** A lock made of a word of shared memory. Totals are the threads' own exact counters where there are any. */
function buildWordLock(word: Word, index: number, rows: LockRows, context: LockContext): Lock {
  const lock = buildFromRows(index, rows, context);
  lock.createdAt = word.createdAt;
  const acquires = sumUses(word, WordStat.Acquires);
  if (acquires > 0) {
    const holdSamples = sumUses(word, WordStat.HoldSamples);
    const recorded = lock.acquireSites.reduce((sum, site) => sum + site.count, 0);
    for (const site of lock.acquireSites) site.count = Math.round((site.count * acquires) / Math.max(1, recorded));
    lock.acquires = acquires;
    lock.acquiresByThread = word.uses.flatMap(({ thread, stats }) => {
      const taken = stats[WordStat.Acquires] as number;
      return taken > 0 ? [{ thread, acquires: taken }] : [];
    });
    lock.contendedAcquires = sumUses(word, WordStat.ContendedAcquires);
    lock.failedAttempts = sumUses(word, WordStat.FailedAttempts);
    lock.waitNs = sumUses(word, WordStat.WaitNs);
    lock.spinNs = sumUses(word, WordStat.SpinNs);
    lock.holdSamples = holdSamples;
    lock.holdNs = holdSamples > 0 ? (sumUses(word, WordStat.HoldNs) * acquires) / holdSamples : lock.holdNs;
    lock.threads = word.uses.flatMap(({ thread, stats }) => ((stats[WordStat.Acquires] as number) > 0 ? [thread] : []));
  }
  lock.kind = lock.waitNs > 0 || sumUses(word, WordStat.Waits) > 0 ? 'atomics-blocking' : 'atomics-spin';
  return lock;
}

/** A Web Lock or a lock of async-mutex: every request is recorded, so the rows are the totals. */
export function buildAsyncLocks({ locks, waits, holds }: AsyncLog, context: LockContext): Lock[] {
  const rows = groupLockRows({ waits, holds, spins: createSpinRows() }, locks.length, context.window);
  return locks.map(({ kind, name, createdAt }, index) => ({
    ...buildFromRows(index, rows, context),
    kind,
    name,
    createdAt,
  }));
}

/** All that the recorded rows tell. Ids and names are given out later, once all locks are known. */
function buildFromRows(index: number, rows: LockRows, context: LockContext): Lock {
  const { waits, holds, spins } = rows;
  const waitRows = rows.waitsOf.of(index);
  const holdRows = rows.holdsOf.of(index);
  const spinRows = rows.spinsOf.of(index);
  const { sites } = context;
  placeLockSites(
    sites,
    [...pick(waits.site, waitRows), ...pick(holds.site, holdRows), ...pick(spins.site, spinRows)],
    pick(holds.releaseSite, holdRows),
  );
  const waitTable = tabulateWaits(waits, waitRows, spins, spinRows, context.index);
  const holdTable = tabulateHolds(holds, holdRows, context.index);
  return {
    id: -1,
    kind: 'atomics-blocking',
    name: '',
    createdAt: -1,
    acquireSites: sumAcquireSites(rows, { waitRows, holdRows, spinRows }, sites),
    releaseSites: countReleaseSites(holds, holdRows, sites),
    threads: [...new Set([...pick(holds.thread, holdRows), ...pick(waits.thread, waitRows)])].sort((x, y) => x - y),
    acquires: holdRows.length,
    contendedAcquires: count(holds.contended, holdRows),
    failedAttempts: count(holds.failed, holdRows),
    waitNs: sumLengths(waitTable) - sumSpins(spins, spinRows),
    spinNs: sumSpins(spins, spinRows),
    holdNs: sumLengths(holdTable),
    holdSamples: holdTable.count,
    waits: waitTable,
    holds: holdTable,
    inside: [],
    insideSamples: 0,
    heldWaitNs: 0,
    heldRunnableNs: 0,
    nested: [],
    waitsFor: sumWaitsFor(waitTable, context),
  };
}

function pick(column: { at(row: number): number }, rows: Int32Array): Set<number> {
  const values = new Set<number>();
  let last = Number.NaN;
  for (const row of rows) {
    const value = column.at(row);
    if (value !== last) values.add(value);
    last = value;
  }
  return values;
}

function count(column: { at(row: number): number }, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + column.at(row), 0);
}

function sumLengths({ beginNs, endNs }: { beginNs: Float64Array; endNs: Float64Array }): number {
  return endNs.reduce((sum, end, row) => sum + end - (beginNs[row] as number), 0);
}

function sumSpins({ beginNs, endNs }: SpinRows, rows: Int32Array): number {
  return rows.reduce((sum, row) => sum + endNs.at(row) - beginNs.at(row), 0);
}

interface SiteSum {
  site: number;
  count: number;
  waitNs: number;
}

/** By line; a wait and an acquisition of one critical section have different stacks but one place. */
function sumAcquireSites(
  { waits, holds, spins }: LockRows,
  { waitRows, holdRows, spinRows }: Record<'waitRows' | 'holdRows' | 'spinRows', Int32Array>,
  sites: readonly Site[],
): Lock['acquireSites'] {
  const sums = createSiteSums(sites);
  for (const row of holdRows) sums.of(holds.site.at(row)).count++;
  for (const row of waitRows) sums.of(waits.site.at(row)).waitNs += waits.endNs.at(row) - waits.beginNs.at(row);
  for (const row of spinRows) sums.of(spins.site.at(row)).waitNs += spins.endNs.at(row) - spins.beginNs.at(row);
  return sums.all().sort((x, y) => y.waitNs - x.waitNs || y.count - x.count);
}

function countReleaseSites(holds: HoldRows, rows: Int32Array, sites: readonly Site[]): Lock['releaseSites'] {
  const sums = createSiteSums(sites);
  for (const row of rows) sums.of(holds.releaseSite.at(row)).count++;
  return sums
    .all()
    .map(({ site, count: released }) => ({ site, count: released }))
    .sort((x, y) => y.count - x.count);
}

function createSiteSums(sites: readonly Site[]): { of(site: number): SiteSum; all(): SiteSum[] } {
  const bySite = new Map<number, SiteSum>();
  const byPlace = new Map<string, SiteSum>();
  let last: SiteSum = { site: -1, count: 0, waitNs: 0 };
  bySite.set(-1, last);
  let lastSite = -1;
  return {
    of(site) {
      if (site === lastSite) return last;
      let sum = bySite.get(site);
      if (sum === undefined) {
        const place = placeKey(sites[site]);
        sum = byPlace.get(place) ?? { site, count: 0, waitNs: 0 };
        byPlace.set(place, sum);
        bySite.set(site, sum);
      }
      last = sum;
      lastSite = site;
      return sum;
    },
    all: () => [...byPlace.values()],
  };
}

function sumWaitsFor(
  { count: waitCount, thread, owner, beginNs, endNs, task }: Lock['waits'],
  { tasks, index }: LockContext,
): Lock['waitsFor'] {
  const sums = new Map<number, Lock['waitsFor'][number]>();
  for (let row = 0; row < waitCount; row++) {
    const waiterTask = task[row] as number;
    const ownerThread = owner[row] as number;
    if (waiterTask === -1 || ownerThread === -1) continue;
    const ownerTask = ownerThread === thread[row] ? -1 : index.taskAt(ownerThread, beginNs[row] as number);
    if (ownerTask === -1) continue;
    const waiterAgent = tasks.agent[waiterTask] as number;
    const ownerAgent = tasks.agent[ownerTask] as number;
    if (waiterAgent < 0 || ownerAgent < 0) continue;
    const key = waiterAgent * 2 ** 24 + ownerAgent;
    const sum = sums.get(key) ?? { waiter: waiterAgent, owner: ownerAgent, waitNs: 0, count: 0 };
    sum.waitNs += (endNs[row] as number) - (beginNs[row] as number);
    sum.count++;
    sums.set(key, sum);
  }
  return [...sums.values()].sort((x, y) => y.waitNs - x.waitNs || x.waiter - y.waiter || x.owner - y.owner);
}

/** Ids in order of lost time, names a person can tell them by. */
export function nameLocks(locks: Lock[], sites: readonly Site[]): void {
  locks.sort((x, y) => y.waitNs + y.spinNs - x.waitNs - x.spinNs || y.holdNs - x.holdNs || y.acquires - x.acquires);
  const seen = new Map<string, number>();
  for (const [id, lock] of locks.entries()) {
    lock.id = id;
    if (lock.name === '') lock.name = nameByClass(lock, sites) ?? `lock ${id + 1}`;
    const times = (seen.get(lock.name) ?? 0) + 1;
    seen.set(lock.name, times);
    if (times > 1 && lock.kind !== 'web-lock') lock.name = `${lock.name} ${times}`;
  }
}

/** The class whose method takes the lock, or whose constructor made it. */
function nameByClass(lock: Lock, sites: readonly Site[]): string | undefined {
  for (const index of [lock.createdAt, ...lock.acquireSites.map(({ site }) => site)]) {
    const site = sites[index];
    const helper = site?.frames.find(({ owner }) => owner !== 'node');
    if (site === undefined || helper === undefined || site.frames[site.place] === helper) continue;
    const name = classOf(helper);
    if (name !== '' && name !== 'Object') return name;
  }
  return undefined;
}

/** The locks among the words, by row of the word. */
export function buildWordLocks(
  words: readonly Word[],
  isLock: Uint8Array,
  rows: LockRows,
  context: LockContext,
): Map<number, Lock> {
  const locks = new Map<number, Lock>();
  for (const [index, word] of words.entries()) {
    if (isLock[index] !== 1) continue;
    const lock = buildWordLock(word, index, rows, context);
    if (lock.acquires > 0 || lock.waits.count > 0) locks.set(index, lock);
  }
  return locks;
}
