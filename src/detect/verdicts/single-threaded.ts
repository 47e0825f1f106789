import type { VerdictRule } from '../detector.js';

/** The program never started a worker: there is no pool to tune. */
export const singleThreaded: VerdictRule = {
  id: 'single-threaded',
  judge({ threads, quality }) {
    if (threads.some(({ isMain }) => !isMain) || threads.length === 0) return undefined;
    const unrecorded = quality.unrecordedThreads > 0 ? ` (${quality.unrecordedThreads} could not be recorded)` : '';
    return {
      id: 'single-threaded',
      message: `No worker thread was started${unrecorded}: all work was done on the main thread, so there is no waiting between threads to look for.`,
      evidence: [{ label: 'threads', value: threads.length, unit: 'count' }],
    };
  },
};
