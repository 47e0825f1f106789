import type { Detector } from '../detector.js';
import type { Walk } from '../../model/memory/memory-profile.js';
import { sayBytes, sayNumber, sayPlace } from '../shared/wording.js';
import { sayComputing, sizeEvidence } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** A loop jumps about in an array that no cache next to the core holds. */
export const randomAccess: Detector = {
  id: 'random-access',
  detect: (profile, context) =>
    describeWalks(profile, context, 'random-access', (walk) => ({
      title: `Jumps about in ${sayBytes(walk.length * walk.elementBytes)} at ${sayPlace(profile, walk.site, 'an unknown place')}, uses ${sayNumber(Math.max(walk.elementBytes, walk.bytesPerLine))} of every 64 bytes: ${sayComputing(walk)}`,
      advice: `${adviseOrder(walk)} Smaller elements (Float32Array, Uint16Array) make more of them fit.`,
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

/** Sorting is paid for once where runs go to the same places, and again each time where they do not. */
function adviseOrder({ runsPerOrder }: Walk): string {
  return runsPerOrder > 1
    ? `Visit the places in the order of memory: about ${sayNumber(Math.round(runsPerOrder))} runs of the loop go to the same ones, so sort the indices once and keep them.`
    : 'Visit the places in the order of memory: no two runs of the loop are known to go to the same ones, so gather the indices of a batch and sort them or put them into buckets, one for each block of the array that stays in the cache.';
}
