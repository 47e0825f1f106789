import { fieldsTouched } from '../../model/memory/pattern-of-objects.js';
import type { Detector } from '../detector.js';
import { sayPlace } from '../shared/wording.js';
import { sayComputing } from './shared/say-walk.js';
import { describeWalks } from './shared/walk-finding.js';

/** The recorder stops counting here. */
const MOST_SHAPES = 16;

/** One property access meets objects of so many hidden classes that V8 gives up remembering where the property is. */
export const megamorphicSite: Detector = {
  id: 'megamorphic-site',
  detect: (profile, context) =>
    describeWalks(profile, context, 'megamorphic-site', (walk) => {
      const names = [...fieldsTouched(walk, profile.memory?.walks ?? [])].slice(0, 4).join(', ');
      const shapes = walk.shapes >= MOST_SHAPES ? `${MOST_SHAPES} or more` : String(walk.shapes);
      return {
        title: `\`${walk.text}\` at ${sayPlace(profile, walk.site, 'an unknown place')} meets objects of ${shapes} shapes: ${sayComputing(walk)}`,
        advice: `Make all objects that come here in one place, with the same fields in the same order (fields that do not apply get a value too), or copy what the loop needs (${names}) into one kind of object, or into typed arrays, beforehand.`,
        effort: 'medium',
        evidence: [
          { label: 'hidden classes met', value: walk.shapes, unit: 'count', samples: walk.samples },
          { label: 'hidden classes V8 remembers at one place', value: 4, unit: 'count' },
        ],
        explains: ['array-of-objects', 'jit-bimodal'],
      };
    }),
};
