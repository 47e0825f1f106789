import type { ThreadIndex } from '../profile.js';
import type { ThreadCpu } from './thread-cpu.js';

/** The threads whose samples say where a thread spends its time in the timing run: its own, or where those are few, its twins'. */
export function sampledLike(thread: ThreadIndex, cpu: ThreadCpu): { threads: ThreadIndex[]; samples: number } {
  const twins = cpu.sampledTwins(thread);
  const threads = twins.length > 0 ? twins : [thread];
  return { threads, samples: threads.reduce((sum, each) => sum + cpu.onCpuSamples(each), 0) };
}
