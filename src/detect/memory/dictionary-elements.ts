import type { Walk } from '../../model/memory/memory-profile.js';
import type { Pattern } from '../../model/memory/pattern.js';
import { reachOf } from '../../model/memory/walk-reach.js';
import type { Detector } from '../detector.js';
import { sayCount, sayPlace } from '../shared/wording.js';
import { sayComputing } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** V8 keeps the elements of an array in a hash table. */
export const dictionaryElements: Detector = {
  id: 'dictionary-elements',
  detect: (profile, context) =>
    describeWalks(profile, context, 'dictionary-elements', (walk, { request }) => ({
      title: `V8 keeps the elements of the ${walk.container === 'Array' ? 'array' : 'object'} at ${sayPlace(profile, walk.site, 'an unknown place')} in a hash table: ${sayComputing(walk)}`,
      advice: advise(walk, request.pattern),
      effort: 'quick win',
      evidence: [
        { label: 'length of the array', value: walk.length, unit: 'count' },
        { label: 'different elements in use, about', value: reachOf(walk), unit: 'count', samples: walk.samples },
      ],
      explains: ['random-access', 'boxed-elements'],
    })),
};

function advise(walk: Walk, pattern: Pattern): string {
  if (walk.container !== 'Array') {
    return 'Use a typed array, or an array filled from its first element on; if the numbers are far apart, a Map.';
  }
  // What was replayed is what is advised: an array that is shorter has a number of its own for each place in use.
  const isNumbered = pattern.kind === 'walk' && (pattern.proposed[0]?.length ?? 0) < walk.length;
  return isNumbered
    ? `Of ${sayCount(walk.length, 'place')} about ${sayCount(reachOf(walk), 'is', 'are')} in use: give each a small number of its own, once (a Map from what it is indexed by now), keep that where the index comes from, and use it as the index of a typed array.`
    : `Use a typed array of the length it needs (${sayCount(walk.length, 'element')}), or fill the array from its first element on: writing far behind its end, or deleting from it, turns it into a table. If really few places are in use, a Map says so.`;
}
