import type { Detector } from '../detector.js';
import { sayCount, sayPlace } from '../shared/wording.js';
import { reachOf } from '../../model/memory/pattern-of-walk.js';
import { sayComputing } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** V8 keeps the elements of an array in a hash table. */
export const dictionaryElements: Detector = {
  id: 'dictionary-elements',
  detect: (profile, context) =>
    describeWalks(profile, context, 'dictionary-elements', (walk) => ({
      title: `V8 keeps the elements of the ${walk.container === 'Array' ? 'array' : 'object'} at ${sayPlace(profile, walk.site, 'an unknown place')} in a hash table: ${sayComputing(walk)}`,
      advice:
        walk.container === 'Array'
          ? `Use a typed array of the length it needs (${sayCount(walk.length, 'element')}), or fill the array from its first element on: writing far behind its end, or deleting from it, turns it into a table. If really few places are in use, a Map says so.`
          : 'Use a typed array, or an array filled from its first element on; if the numbers are far apart, a Map.',
      effort: 'quick win',
      evidence: [
        { label: 'length of the array', value: walk.length, unit: 'count' },
        { label: 'different elements in use, about', value: reachOf(walk), unit: 'count', samples: walk.samples },
      ],
      explains: ['random-access', 'boxed-elements'],
    })),
};
