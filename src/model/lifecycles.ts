import { RecordType } from '../trace/records.js';
import type { Thread } from './profile.js';
import type { Recording } from './recording.js';
import type { Cursor, Handlers } from './sweep.js';

/** When a thread was made, began, and ended; ns, NaN = not seen. */
export interface Lifecycle {
  madeNs: number;
  startedNs: number;
  /** Its 'exit' handlers ran. */
  endedNs: number;
  /** Its parent saw the end. */
  exitedNs: number;
  terminatedNs: number;
  failedNs: number;
  firstNs: number;
  lastNs: number;
}

export interface LifecycleLog {
  handlers: Handlers;
  /** By position. */
  lives: Lifecycle[];
}

export function logLifecycles({ positionOf, infos, columns }: Recording): LifecycleLog {
  const lives = infos.map((_, position): Lifecycle => {
    const rows = columns[position];
    const known = rows !== undefined && rows.count > 0;
    return {
      madeNs: Number.NaN,
      startedNs: Number.NaN,
      endedNs: Number.NaN,
      exitedNs: Number.NaN,
      terminatedNs: Number.NaN,
      failedNs: Number.NaN,
      firstNs: known ? (rows.timeNs[0] as number) : Number.NaN,
      lastNs: known ? (rows.timeNs[rows.count - 1] as number) : Number.NaN,
    };
  });

  function noteChild(field: keyof Lifecycle): (cursor: Cursor) => void {
    return ({ c, timeNs }) => {
      const life = lives[positionOf[c] as number];
      if (life !== undefined) life[field] = timeNs;
    };
  }
  function noteExit(cursor: Cursor): void {
    noteChild('exitedNs')(cursor);
    const life = lives[positionOf[cursor.c] as number];
    // Node's exit code for an uncaught error; terminate() gives the same.
    if (cursor.a === 1 && life !== undefined && Number.isNaN(life.terminatedNs)) life.failedNs = cursor.timeNs;
  }
  function noteOwn(field: keyof Lifecycle): (cursor: Cursor) => void {
    return ({ thread, timeNs }) => {
      (lives[thread] as Lifecycle)[field] = timeNs;
    };
  }

  return {
    lives,
    handlers: {
      [RecordType.WorkerNew]: noteChild('madeNs'),
      [RecordType.WorkerExit]: noteExit,
      [RecordType.WorkerTerminate]: noteChild('terminatedNs'),
      [RecordType.ThreadStart]: noteOwn('startedNs'),
      [RecordType.ThreadEnd]: noteOwn('endedNs'),
    },
  };
}

/** Begin, ready and end of a thread's whole life, ns. `lastNs`: the end of the recording. */
export function spanLife(
  life: Lifecycle,
  isMain: boolean,
  lastNs: number,
): Pick<Thread, 'beginNs' | 'readyNs' | 'endNs' | 'ended'> {
  const beginNs = isMain ? 0 : firstKnown(life.madeNs, life.startedNs, life.firstNs, lastNs);
  const endNs = firstKnown(life.endedNs, life.exitedNs, lastNs);
  const readyNs = isMain ? 0 : firstKnown(life.startedNs, life.firstNs, endNs);
  const end = Math.max(beginNs, endNs);
  return { beginNs, readyNs: Math.min(Math.max(beginNs, readyNs), end), endNs: end, ended: howEnded(life, isMain) };
}

function howEnded(life: Lifecycle, isMain: boolean): Thread['ended'] {
  if (!Number.isNaN(life.failedNs)) return 'error';
  if (!Number.isNaN(life.terminatedNs)) return 'terminated';
  if (!Number.isNaN(life.endedNs) || !Number.isNaN(life.exitedNs)) return 'exit';
  return isMain ? 'unknown' : 'with-process';
}

function firstKnown(...times: number[]): number {
  return times.find((time) => !Number.isNaN(time)) ?? 0;
}
