import type { Detector } from '../detector.js';
import { sayCount, sayPlace, sayShare } from '../shared/wording.js';
import { describeSharing } from './shared/shared-line-finding.js';

/** Threads go to the same words again and again, some writing. */
export const trueSharing: Detector = {
  id: 'true-sharing',
  detect: (profile, context) =>
    describeSharing(profile, context, 'true-sharing', ({ line, site, threads, cpuShare }) => {
      const writers = line.users.filter(({ writes, atomics }) => writes + atomics > 0).length;
      const at = sayPlace(profile, site, 'an unknown place');
      return {
        title: `${sayCount(threads.length, 'thread')} use the same shared words at ${at}, ${writers} of them writing: ${sayShare(cpuShare)} of the computing time`,
        advice:
          'Let each thread add up in a local variable, or in a slot of its own 128 bytes from the next, and bring the parts together once at the end of its piece of work. A reader that only wants progress can look less often.',
        effort: 'medium',
      };
    }),
};
