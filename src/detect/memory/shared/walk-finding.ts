import type { Candidate, CandidateKind } from '../../../model/memory/candidates.js';
import type { PatternCost, Walk } from '../../../model/memory/memory-profile.js';
import { addSavedTimes, savedTime, type LoopTime, type SavedTime } from '../../../model/memory/saved-time.js';
import type { Profile } from '../../../model/profile.js';
import type { DetectContext } from '../../context.js';
import type { Effort, Evidence, Finding, FindingId } from '../../finding.js';
import { intervalOfShare } from '../../shared/intervals.js';
import { isNoteworthy, makeFinding } from '../../shared/make-finding.js';
import { savedMaking } from './saved-making.js';
import { withLookUps } from './with-look-ups.js';
import { describeCost, isNoGain, NOT_MEASURED, reliefOf } from './measured-cost.js';
import { toSavedCpu } from './saved-cpu.js';

/** What one detector says of a walk; the rest is the same for all of them. */
export interface WalkWords {
  title: string;
  advice: string;
  effort: Effort;
  evidence?: Evidence[];
  explains?: FindingId[];
}

/** Findings of the walks of one kind. None where the replay showed that the change does not pay. */
export function describeWalks(
  profile: Profile,
  context: DetectContext,
  id: FindingId & CandidateKind,
  say: (walk: Walk, candidate: Candidate) => WalkWords,
): Finding[] {
  const found = context.memory.flatMap((candidate) => {
    const walk = candidate.kind === id ? walkOf(profile, candidate) : undefined;
    if (walk === undefined) return [];
    return { walk: id === 'megamorphic-site' ? withLookUps(profile, walk) : walk, candidate };
  });
  return groupByObjects(found).flatMap(([first, ...others]) => {
    const { walk, candidate } = first;
    const alike = others.map((other) => other.walk);
    return describeWalk(profile, context, { id, walk, alike, candidate, words: say(walk, candidate) });
  });
}

interface WalkOfCandidate {
  walk: Walk;
  candidate: Candidate;
}

/** Loops over objects that are made at one place: who keeps these otherwise changes all of them. The one that takes most time is first. */
function groupByObjects(found: readonly WalkOfCandidate[]): [WalkOfCandidate, ...WalkOfCandidate[]][] {
  const groups = new Map<string, [WalkOfCandidate, ...WalkOfCandidate[]]>();
  for (const [at, one] of found.entries()) {
    const key = one.walk.made === null ? `alone ${at}` : `made ${one.walk.made.site}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

interface Found {
  id: FindingId;
  walk: Walk;
  /** Other loops over the same objects. */
  alike: Walk[];
  candidate: Candidate;
  words: WalkWords;
}

function describeWalk(profile: Profile, context: DetectContext, found: Found): Finding[] {
  const { id, walk, alike, candidate, words } = found;
  const { measured, cpuNsByThread } = walk;
  if (measured !== null && isNoGain(measured)) return [];
  const saved = measured === null ? undefined : savedOf(profile, walk, measured, alike);
  const stakeNs = reliefOf(profile, context, saved?.byThread ?? cpuNsByThread);
  if (!isNoteworthy(context, stakeNs)) return [];
  // Of all samples: those in the loop are its share of them.
  const interval = intervalOfShare(walk.cpuShare, walk.cpuSamples / walk.cpuShare);
  return [
    makeFinding(context, {
      id,
      title: words.title,
      workloadClass: 'cpu-bound',
      site: walk.site,
      memory: candidate.row,
      saves: saved && saved.totalNs > 0 ? savesOf(saved, candidate, walk, interval) : undefined,
      related: [
        { label: walk.inFunction ? 'the function' : 'the loop', site: walk.loop },
        ...alike.map(({ site }) => ({ label: 'the same objects', site })),
      ],
      threadTimeLostNs: saved?.totalNs ?? 0,
      stakeNs,
      evidence: [
        {
          label: 'of the computing time, in this loop',
          value: walk.cpuShare,
          unit: 'share',
          samples: walk.cpuSamples,
          ...(interval && { interval }),
        },
        ...(words.evidence ?? []),
        ...describeCost(measured),
        ...describeCost(walk.made?.measured ?? null),
        ...(saved === undefined
          ? []
          : [
              {
                label: "of the loop's time, in what was replayed",
                value: saved.part,
                unit: 'share' as const,
              },
            ]),
        { label: 'accesses recorded', value: walk.samples, unit: 'count' },
      ],
      sampleSize: Math.min(walk.samples, walk.cpuSamples),
      advice: words.advice,
      effort: words.effort,
      explains: words.explains ?? [],
      caveat: measured === null ? NOT_MEASURED : undefined,
    }),
  ];
}

/** In the loop, in others over the same objects, and of making these. */
function savedOf(profile: Profile, walk: Walk, measured: PatternCost, alike: readonly Walk[]): SavedTime {
  const inLoops = alike.reduce(
    (sum, other) => (other.measured === null ? sum : addSavedTimes(sum, savedInLoop(other, other.measured))),
    savedInLoop(walk, measured),
  );
  const making = walk.made?.measured;
  return making ? addSavedTimes(inLoops, savedMaking(profile, making, walk, alike)) : inLoops;
}

function savedInLoop(walk: Walk, measured: PatternCost): SavedTime {
  return savedTime(measured, makesNumbers(walk) ? withCollecting(walk) : walk);
}

/** Numbers that are objects, in an array or as a field: whoever writes one makes another. */
function makesNumbers({ what, elements, writeShare, doubleFields }: Walk): boolean {
  return elements === 'object' || (what === 'property' && writeShare > 0 && doubleFields.length > 0);
}

/** Where what is in an array is objects, replaying it makes garbage as the loop does: collecting that is part of its time. */
function withCollecting({ cpuNsByThread, gcNsByThread, ...walk }: Walk): LoopTime {
  const gcOf = new Map(gcNsByThread);
  return { ...walk, cpuNsByThread: cpuNsByThread.map(([thread, ns]) => [thread, ns + (gcOf.get(thread) ?? 0)]) };
}

function savesOf(
  saved: SavedTime,
  { change }: Candidate,
  { cpuShare, loop, inFunction }: Walk,
  interval: [number, number] | undefined,
): Finding['saves'] {
  const ofLoop: [number, number] | undefined = interval && [interval[0] / cpuShare, interval[1] / cpuShare];
  return { ...toSavedCpu(saved, change, ofLoop), ...(change === 'interchange' && !inFunction && { swaps: loop }) };
}

function walkOf(profile: Profile, { row }: Candidate): Walk | undefined {
  return row.table === 'walks' ? profile.memory?.walks[row.row] : undefined;
}
