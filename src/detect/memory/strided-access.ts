import type { Candidate } from '../../model/memory/candidates.js';
import { readIndex } from '../../model/memory/index-text.js';
import { bytesUsed, isAcross, mainStep } from '../../model/memory/judge-walk.js';
import type { Walk } from '../../model/memory/memory-profile.js';
import type { Profile } from '../../model/profile.js';
import type { Detector } from '../detector.js';
import type { Effort } from '../finding.js';
import { sayBytes, sayNumber, sayPlace } from '../shared/wording.js';
import { sayComputing, sayName, sizeEvidence } from './shared/say-walk.js';
import { describeWalks, type WalkWords } from './shared/walk-finding.js';

const LINE_BYTES = 64;

/** A loop goes through memory in steps that leave most of each cache line unused. */
export const stridedAccess: Detector = {
  id: 'strided-access',
  detect: (profile, context) =>
    describeWalks(profile, context, 'strided-access', (walk, candidate) => say(profile, walk, candidate)),
};

function say(profile: Profile, walk: Walk, { change }: Candidate): WalkWords {
  const used = Math.min(LINE_BYTES, Math.max(walk.elementBytes, bytesUsed(walk, profile.memory?.walks ?? [])));
  const at = sayPlace(profile, walk.site, 'an unknown place');
  const step = Math.abs(mainStep(walk));
  const across = isAcross(walk);
  const [share] = walk.strides;
  return {
    title: across
      ? `Goes to another row at each step at ${at}, uses ${sayNumber(used)} of every 64 bytes: ${sayComputing(walk)}`
      : `Walks ${sayBytes(step)} steps at ${at}, uses ${sayNumber(used)} of every 64 bytes: ${sayComputing(walk)}`,
    evidence: [
      ...(across
        ? [
            {
              label: 'steps that go to another array',
              value: walk.switchShare,
              unit: 'share' as const,
              samples: walk.samples,
            },
          ]
        : [
            { label: 'from one access to the next', value: step, unit: 'bytes' as const },
            { label: 'of all steps', value: share?.share ?? Number.NaN, unit: 'share' as const, samples: walk.samples },
          ]),
      { label: 'used of each 64-byte line', value: used, unit: 'bytes' },
      ...sizeEvidence(walk, profile),
    ],
    ...advise(walk, change),
  };
}

function advise(walk: Walk, change: Candidate['change']): { advice: string; effort: Effort } {
  const index = readIndex(walk.text);
  const inner = sayName(
    [...(index?.unit ?? [])].filter((name) => !index?.scaled.has(name)),
    'what moves by one element',
  );
  if (change === 'interchange') {
    return {
      advice: `Swap the loops so that the innermost one goes over ${inner}: neighbours in memory are then read one after the other, and each line is fetched once.`,
      effort: 'quick win',
    };
  }
  if (change === 'tiles') {
    return {
      advice: `Swapping the loops would make another array of this loop stride. Cut both loops into tiles of some 32 × 32 elements, so that what one row of a tile fetches is still in the cache for the next.`,
      effort: 'medium',
    };
  }
  return {
    advice: `Keep each field in a typed array of its own (struct of arrays): \`${walk.text}\` then walks neighbours, and the fields that this loop does not need are not fetched.`,
    effort: 'medium',
  };
}
