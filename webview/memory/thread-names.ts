import type { Report } from '../../src/report/report.js';

/** A thread's name in the tables of the report, from the number by which the memory pass knows it. */
export type NameThread = (threadId: number) => string;

export function nameThreads({ threads }: Pick<Report, 'threads'>): NameThread {
  const names = new Map(threads.map(({ threadId, name }) => [threadId, name]));
  // The memory pass is another run: it may have had a thread that the timed one had not.
  return (threadId) => names.get(threadId) ?? (threadId === 0 ? 'main' : `worker ${threadId}`);
}

const MAX_NAMED = 4;

/** "main, worker 1", "worker 1, worker 2, worker 3 and 5 more". */
export function listThreads(threads: readonly number[], nameOf: NameThread): string {
  const named = threads.slice(0, threads.length <= MAX_NAMED ? MAX_NAMED : MAX_NAMED - 1).map(nameOf);
  const more = threads.length - named.length;
  return more === 0 ? named.join(', ') : `${named.join(', ')} and ${more} more`;
}
