import { countObjects } from '../../model/memory/judge-walk.js';
import { fieldsTouched } from '../../model/memory/pattern-of-objects.js';
import type { Detector } from '../detector.js';
import { sayCount, sayPlace } from '../shared/wording.js';
import { sayComputing, sizeEvidence } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** A loop reads a few numbers of each of many objects; each object is fetched whole, from wherever it lies. */
export const arrayOfObjects: Detector = {
  id: 'array-of-objects',
  detect: (profile, context) =>
    describeWalks(profile, context, 'array-of-objects', (walk) => {
      const walks = profile.memory?.walks ?? [];
      const used = fieldsTouched(walk, walks);
      const objects = countObjects(walk, walks);
      const all = Math.max(walk.fields.length, used.size);
      const names = [...used].slice(0, 4).join(', ');
      return {
        title: `Reads ${used.size} of ${sayCount(all, 'numeric field')} of each of ${sayCount(objects, 'object')} at ${sayPlace(profile, walk.site, 'an unknown place')}: ${sayComputing(walk)}`,
        advice: `Keep what the loop reads (${names}) in typed arrays, one a field (struct of arrays), and let the objects' place be an index into them.`,
        effort: 'medium',
        evidence: [
          { label: 'objects', value: objects, unit: 'count' },
          { label: 'numeric fields of each', value: all, unit: 'count' },
          { label: '... that the loop touches', value: used.size, unit: 'count' },
          ...sizeEvidence({ workingSetBytes: objects * (24 + 8 * Math.max(1, walk.fields.length)) }, profile),
        ],
      };
    }),
};
