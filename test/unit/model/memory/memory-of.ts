import { addMemory } from '../../../../src/model/memory/add-memory.js';
import type { MemoryInput } from '../../../../src/model/memory/memory-input.js';
import type { MemoryProfile, Walk } from '../../../../src/model/memory/memory-profile.js';
import type { Profile } from '../../../../src/model/profile.js';
import { drawProfile, MS } from '../../detect/draw-profile.js';
import { FILE, type RecordedThread } from './record-thread.js';

export const CACHES: MemoryProfile['caches'] = [
  { level: 1, bytes: 32 * 1024, lineBytes: 64, sharedByCores: 1 },
  { level: 2, bytes: 1024 * 1024, lineBytes: 64, sharedByCores: 1 },
];

/** A timing run of one second: two workers of one pool that compute all the time, sampled every 10 ms in `lines`. */
export function timed(lines: Record<number, number>): Profile {
  const draw = drawProfile(1000, 2).pool(2);
  const site = draw.site('work.js:1');
  const total = Object.values(lines).reduce((sum, share) => sum + share, 0);
  draw.hot('work', site, 200 * total);
  if (total < 1) draw.hot('rest', draw.site('rest.js:1'), 200 * (1 - total));
  for (const thread of [1, 2]) {
    draw.thread(thread, (each) => {
      each.states.onCpuNs = 1000 * MS;
      each.samples = 100;
    });
  }
  const profile = draw.done();
  profile.lineSamples = [1, 2].flatMap((thread) =>
    Object.entries(lines).map(([line, share]) => ({
      thread,
      site,
      file: FILE,
      line: Number(line),
      samples: 100 * share,
    })),
  );
  return profile;
}

export function memoryOf(
  profile: Profile,
  threads: readonly RecordedThread[],
  input: Partial<MemoryInput> = {},
): Profile & { memory: MemoryProfile } {
  const machine = { caches: CACHES, topology: { cores: 2, nodes: 1 } };
  const whole = {
    threads: threads.map(({ records }) => records),
    samples: [],
    machine,
    measured: null,
    notes: [],
    ...input,
  };
  const joined = addMemory(profile, whole, { readSourceMap: () => undefined });
  if (joined.memory === undefined) throw new Error('addMemory gave no memory');
  return { ...joined, memory: joined.memory };
}

/** The walk whose access reads like this. */
export function walkAt({ memory }: { memory: MemoryProfile }, text: string): Walk {
  const walk = memory.walks.find((each) => each.text === text);
  if (walk === undefined) throw new Error(`no walk ${text}`);
  return walk;
}
