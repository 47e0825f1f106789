import { describePattern } from './describe-pattern.js';
import { planAllocations, planDuplicates, planPlacement } from './pattern-of-rest.js';
import { planMaking, planObjects, planShapes } from './pattern-of-objects.js';
import { planSharing } from './pattern-of-sharing.js';
import { planRandom } from './pattern-of-random.js';
import { planBoxed, planDictionary, planStrided } from './pattern-of-walk.js';
import { judgeWalk, type WalkKind } from './judge-walk.js';
import type { MemoryProfile, MemoryRow, Walk } from './memory-profile.js';
import type { Pattern, PatternRequest } from './pattern.js';
import type { CandidateKind, MemoryChange, Plan } from './plan.js';

export type { CandidateKind, MemoryChange };

/** Something in the memory profile that a change may pay for; whether it does, replaying its pattern tells. */
export interface Candidate {
  kind: CandidateKind;
  change: MemoryChange;
  row: MemoryRow;
  request: PatternRequest;
}

/** A hundredth of the CPU time: what takes less cannot be worth a line in the report, and need not be replayed. */
export const LEAST_CPU_SHARE = 0.01;

/** All that is worth replaying on this machine, most CPU time first. The same memory profile gives the same keys. */
export function listCandidates(memory: MemoryProfile): Candidate[] {
  return [
    ...planWalks(memory),
    ...planSharing(memory),
    ...planAllocations(memory),
    ...planDuplicates(memory),
    ...planPlacement(memory),
  ]
    .filter(({ cpuShare }) => cpuShare >= LEAST_CPU_SHARE)
    .sort((a, b) => b.cpuShare - a.cpuShare)
    .map(({ kind, change, row, cpuShare, pattern }) => ({
      kind,
      change,
      row,
      request: { key: keyOf(pattern), ...describePattern(pattern, change), cpuShare, pattern },
    }));
}

/** What is to be replayed, each pattern once. */
export function choosePatterns(memory: MemoryProfile): PatternRequest[] {
  return [...new Map(listCandidates(memory).map(({ request }) => [request.key, request])).values()];
}

/** One walk of each kind a loop: the one that is gone most. */
function planWalks(memory: MemoryProfile): Plan[] {
  const { walks, caches } = memory;
  const found = new Map<string, { walk: Walk; row: number; kind: WalkKind }>();
  for (const [row, walk] of walks.entries()) {
    if (!(walk.cpuShare >= LEAST_CPU_SHARE)) continue;
    const kind = judgeWalk(walk, walks, caches);
    if (kind === undefined) continue;
    const key = `${walk.loop} ${kind}`;
    const known = found.get(key);
    if (known === undefined || known.walk.accesses < walk.accesses) found.set(key, { walk, row, kind });
  }
  return [...found.values()].flatMap(({ walk, row, kind }): Plan[] => {
    const plan = {
      kind,
      row: { table: 'walks' as const, row },
      cpuShare: walk.cpuShare,
      ...planWalk(kind, walk, memory),
    };
    const { made } = walk;
    if (kind !== 'array-of-objects' || made === null) return [plan];
    // Who keeps fields in typed arrays makes no objects.
    const pattern = planMaking(walk, made, walks);
    return [plan, { ...plan, row: { table: 'made' as const, row }, pattern }];
  });
}

function planWalk(kind: WalkKind, walk: Walk, memory: MemoryProfile): { change: MemoryChange; pattern: Pattern } {
  switch (kind) {
    case 'strided-access':
      return planStrided(walk, memory.walks, memory);
    case 'random-access':
      return planRandom(walk, memory.walks);
    case 'boxed-elements':
      return planBoxed(walk, memory.walks);
    case 'dictionary-elements':
      return planDictionary(walk, memory.walks);
    case 'array-of-objects':
      return { change: 'layout', pattern: planObjects(walk, memory.walks) };
    case 'megamorphic-site':
      return { change: 'one-shape', pattern: planShapes(walk, memory.walks) };
  }
}

/** The pattern itself: equal ones share what was measured. */
function keyOf(pattern: Pattern): string {
  return JSON.stringify(pattern);
}
