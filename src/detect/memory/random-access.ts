import type { Detector } from '../detector.js';
import type { Walk } from '../../model/memory/memory-profile.js';
import { sayBytes, sayNumber, sayPlace } from '../shared/wording.js';
import { sayComputing, sizeEvidence } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** A loop jumps about in an array that no cache next to the core holds. */
export const randomAccess: Detector = {
  id: 'random-access',
  detect: (profile, context) =>
    describeWalks(profile, context, 'random-access', (walk, { change }) => ({
      title: `Jumps about in ${sayBytes(walk.length * walk.elementBytes)} at ${sayPlace(profile, walk.site, 'an unknown place')}, uses ${sayNumber(Math.max(walk.elementBytes, walk.bytesPerLine))} of every 64 bytes: ${sayComputing(walk)}`,
      advice: `${change === 'renumber' ? RENUMBER : adviseOrder(walk)} Smaller elements (Float32Array, Uint16Array) make more of them fit.`,
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

/** Numbers of places are stored, and places that are visited one after the other are far apart. */
const RENUMBER =
  'Where to go is stored, and it comes back to the same places after a short while: give neighbours numbers near each other. Number the places once in the order they are visited (breadth-first, along a curve, by region), store that in whatever holds the numbers, and move what is kept for each place with it.';

/** Sorting is paid for once where runs go to the same places, and again each time where they do not. */
function adviseOrder({ runsPerOrder }: Walk): string {
  return runsPerOrder > 1
    ? `Visit the places in the order of memory: about ${sayNumber(Math.round(runsPerOrder))} runs of the loop go to the same ones, so sort the indices once and keep them.`
    : 'Visit the places in the order of memory: no two runs of the loop are known to go to the same ones, so gather the indices of a batch and sort them or put them into buckets, one for each block of the array that stays in the cache.';
}
