import { GcKind, RecordType } from '../trace/records.js';
import type { Thread } from './profile.js';
import type { Recording } from './recording.js';
import type { SampleLog } from './sample-log.js';
import { doubleOf, type Handlers } from './sweep.js';

export interface PauseLog {
  handlers: Handlers;
  gc: Thread['gc'][];
  /** Event-loop idle time in the window, by thread; NaN = not reported. */
  loopIdleNs: Float64Array;
}

/** Garbage collections and event-loop idleness of each thread. */
export function logPauses({ infos, window }: Recording): PauseLog {
  const gc = infos.map(() => ({ count: 0, totalNs: 0, majorCount: 0, majorNs: 0, longestNs: 0 }));
  const idleBefore = new Float64Array(infos.length);
  const loopIdleNs = new Float64Array(infos.length).fill(Number.NaN);
  return {
    gc,
    loopIdleNs,
    handlers: {
      [RecordType.Gc]({ thread, timeNs, a, flags }) {
        const sum = gc[thread];
        if (sum === undefined || timeNs < window.beginNs || timeNs > window.endNs) return;
        sum.count++;
        sum.totalNs += a;
        sum.longestNs = Math.max(sum.longestNs, a);
        if (flags === GcKind.Major) {
          sum.majorCount++;
          sum.majorNs += a;
        }
      },
      [RecordType.LoopIdle](cursor) {
        const idle = doubleOf(cursor);
        if (cursor.timeNs <= window.beginNs) idleBefore[cursor.thread] = idle;
        else if (cursor.timeNs <= window.endNs)
          loopIdleNs[cursor.thread] = idle - (idleBefore[cursor.thread] as number);
      },
    },
  };
}

/** A shorter window holds a collection or does not, by chance. */
const TELLING_WINDOW_NS = 100e6;

/**
 * Collections are recorded in part of a thread's life at times. CPU samples show the rest, and the larger sum counts; where
 * none were taken, the windows stand for the time from the first of them to the thread's end.
 */
export function completeGc(gc: Thread['gc'], thread: number, endNs: number, samples: SampleLog): Thread['gc'] {
  const windowNs = samples.gcWindowNs[thread] as number;
  const taken = samples.windowSamples[thread] as number;
  if (taken === 0) {
    const lifeNs = endNs - (samples.gcFromNs[thread] as number);
    return windowNs >= TELLING_WINDOW_NS && lifeNs > windowNs
      ? { ...gc, totalNs: (gc.totalNs * lifeNs) / windowNs }
      : gc;
  }
  const self = samples.self[thread];
  let inGc = 0;
  for (const row of self?.view() ?? []) if (samples.functions[row]?.kind === 'gc') inGc++;
  const sampledNs = (inGc * (samples.windowNs[thread] as number)) / taken;
  const uncovered = windowNs < (samples.windowNs[thread] as number) / 2;
  return uncovered && sampledNs > gc.totalNs ? { ...gc, totalNs: sampledNs } : gc;
}
