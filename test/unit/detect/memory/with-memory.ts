import type { MemoryProfile } from '../../../../src/model/memory/memory-profile.js';
import type { Profile } from '../../../../src/model/profile.js';
import { emptyMemory } from '../../model/memory/draw-memory.js';
import { drawProfile, fillWorkers, MS } from '../draw-profile.js';

/**
 * A second of two workers that compute all the time, with a memory pass. Site 0 is work.js:11; so is every site that is not drawn.
 */
export function withMemory(memory: Partial<MemoryProfile>, gcMs = 0): Profile {
  const draw = drawProfile(1000, 2)
    .pool(2)
    .tasks(fillWorkers([1, 2], 200, 10));
  for (let site = 0; site < 10; site++) draw.site(`work.js:${11 + site}`);
  for (const thread of [1, 2]) {
    draw.thread(thread, (each) => {
      each.states.onCpuNs = 1000 * MS;
      each.gc = { count: 100, totalNs: gcMs * MS, majorCount: 50, majorNs: (gcMs * MS) / 2, longestNs: MS };
    });
  }
  return { ...draw.done(), memory: { ...emptyMemory(), ...memory } };
}
