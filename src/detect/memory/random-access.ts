import type { Detector } from '../detector.js';
import { sayBytes, sayNumber, sayPlace } from '../shared/wording.js';
import { sayComputing, sizeEvidence } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** A loop jumps about in an array that no cache next to the core holds. */
export const randomAccess: Detector = {
  id: 'random-access',
  detect: (profile, context) =>
    describeWalks(profile, context, 'random-access', (walk) => ({
      title: `Jumps about in ${sayBytes(walk.length * walk.elementBytes)} at ${sayPlace(profile, walk.site, 'an unknown place')}, uses ${sayNumber(Math.max(walk.elementBytes, walk.bytesPerLine))} of every 64 bytes: ${sayComputing(walk)}`,
      advice:
        'Visit the places in the order of memory: sort or bucket the indices once if they are used often, or do the work block by block, so that a block stays in the cache. Smaller elements (Float32Array, Uint16Array) make more of them fit.',
      effort: 'medium',
      evidence: [
        {
          label: 'of all steps, the most frequent',
          value: walk.strides.find(({ bytes }) => Number.isFinite(bytes))?.share ?? 0,
          unit: 'share',
          samples: walk.samples,
        },
        { label: 'used of each 64-byte line', value: walk.bytesPerLine, unit: 'bytes' },
        ...sizeEvidence(walk, profile),
      ],
    })),
};
