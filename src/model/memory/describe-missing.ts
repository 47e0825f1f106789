import { MEMORY_VERSION } from '../../trace/memory.js';
import type { Profile } from '../profile.js';
import type { MemoryProfile } from './memory-profile.js';
import type { ThreadRecords } from './thread-records.js';

/** Files named one by one; more are counted. */
const MOST_NAMED = 5;

/** What the memory pass could not record, in sentences, for the report. */
export function describeMissing(
  threads: readonly ThreadRecords[],
  unnamed: number,
  files: MemoryProfile['files'],
  profile: Profile,
): string[] {
  return [
    ...describeFiles(files),
    ...describeThreads(threads, unnamed, profile),
    ...new Set(
      threads.flatMap(({ notes }) => notes.map(({ what, why }) => `${endSentence(what)} ${endSentence(why)}`)),
    ),
  ];
}

function describeFiles(files: MemoryProfile['files']): string[] {
  const failed = files.filter(({ state }) => state === 'failed');
  const named = failed
    .slice(0, MOST_NAMED)
    .map(({ file, reason }) => `${file} ran unrecorded: ${endSentence(reason ?? 'it could not be transformed')}`);
  const more = failed.length - named.length;
  return more > 0 ? [...named, `${more} more files ran unrecorded; the list of files says why.`] : named;
}

function describeThreads(threads: readonly ThreadRecords[], unnamed: number, { threads: timed }: Profile): string[] {
  // Pools end their threads like this; what was recorded until then is there.
  const stopped = new Set(timed.filter(({ ended }) => ended === 'terminated').map(({ threadId }) => threadId));
  const open = threads.filter(({ ended, thread }) => !ended && !stopped.has(thread.threadId)).length;
  const newer = threads.some(({ thread }) => thread.version > MEMORY_VERSION);
  const missing = timed.filter(({ threadId }) => !threads.some(({ thread }) => thread.threadId === threadId)).length;
  return [
    ...(threads.length === 0 ? ['The memory pass recorded no thread. Run it again: threadwise memory.'] : []),
    ...(newer ? ['Part of the memory pass was written by a newer Threadwise; what is new in it is not shown.'] : []),
    ...(unnamed > 0
      ? [`${count(unnamed, 'file')} of the memory pass ${unnamed === 1 ? 'does' : 'do'} not say which thread wrote it.`]
      : []),
    ...(open > 0
      ? [`${count(open, 'thread')} ended without a last word: what they did at the very end may be missing.`]
      : []),
    ...(threads.length > 0 && missing > 0
      ? [`${count(missing, 'thread')} of the timed run ${missing === 1 ? 'has' : 'have'} no twin in the memory pass.`]
      : []),
  ];
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
