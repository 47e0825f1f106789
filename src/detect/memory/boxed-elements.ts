import type { Detector } from '../detector.js';
import { sayPlace } from '../shared/wording.js';
import { sayComputing, sizeEvidence } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** An array holds its numbers as objects on the heap. */
export const boxedElements: Detector = {
  id: 'boxed-elements',
  detect: (profile, context) =>
    describeWalks(profile, context, 'boxed-elements', (walk) => ({
      title: `Each number of the array at ${sayPlace(profile, walk.site, 'an unknown place')} is an object on the heap: ${sayComputing(walk)}`,
      advice:
        'Use a Float64Array. Where it has to be an ordinary array, put only numbers into it from the start (`new Array(n).fill(0.5)`, not `fill(null)`): one value of another kind boxes all of them for good.',
      effort: 'quick win',
      evidence: [
        {
          label: 'of the values looked at, numbers that are no small integers',
          value: walk.doubleShare,
          unit: 'share',
        },
        {
          label: 'accesses that write (each makes an object)',
          value: walk.writeShare,
          unit: 'share',
          samples: walk.samples,
        },
        ...sizeEvidence(walk, profile),
      ],
      // A number that is written is a new object: garbage.
      explains: ['allocation-churn', 'gc-pressure'],
    })),
};
