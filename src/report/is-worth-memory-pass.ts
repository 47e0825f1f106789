import type { Report } from './report.js';

/** Less CPU than this of the run, in cores, and memory is not what it waits for. */
const MIN_BUSY_CORES = 0.5;
/** Of CPU samples in the user's own code: below it, nothing found there could be worth a change. */
const MIN_USER_SHARE = 0.1;
/** With fewer samples, taken 50 times a second in some of the threads, shares of CPU time are guesses. */
const MIN_SAMPLES = 10;

/** Whether a memory pass should follow a run by itself: it ended well, and code of the user's own kept the CPU busy. */
export function isWorthMemoryPass({ run, keyFigures, threads, hotFunctions }: Report): boolean {
  if (run.exitCode !== 0 || keyFigures.makespanNs <= 0) return false;
  const onCpuNs = threads.reduce((sum, thread) => sum + (thread.onCpuNs ?? 0), 0);
  const isKnown = threads.some((thread) => thread.onCpuNs !== null);
  if (isKnown && onCpuNs / keyFigures.makespanNs < MIN_BUSY_CORES) return false;
  const own = hotFunctions.filter(({ place }) => place !== null && isOwn(place.file));
  const samples = own.reduce((sum, one) => sum + one.samples, 0);
  return samples >= MIN_SAMPLES && own.reduce((sum, { share }) => sum + share, 0) >= MIN_USER_SHARE;
}

function isOwn(file: string): boolean {
  return !file.startsWith('node:') && !/[\\/]node_modules[\\/]/.test(file);
}
