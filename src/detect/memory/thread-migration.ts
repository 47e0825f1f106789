import type { Candidate } from '../../model/memory/candidates.js';
import type { MemoryProfile, ThreadPlacement } from '../../model/memory/memory-profile.js';
import type { Profile } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Detector } from '../detector.js';
import type { Finding } from '../finding.js';
import { busyTimeNs } from '../shared/bottleneck.js';
import { isNoteworthy, makeFinding } from '../shared/make-finding.js';
import { sumOf } from '../shared/numbers.js';
import { sayCount, sayNumber } from '../shared/wording.js';
import { describeCost, isNoGain, reliefOf } from './shared/measured-cost.js';

/** Threads move between cores, and the replay shows that keeping them where they are pays. Without that it is not said at all. */
export const threadMigration: Detector = {
  id: 'thread-migration',
  detect: (profile, context) => {
    const moving = context.memory.flatMap((candidate) => rowOf(profile, candidate) ?? []);
    return describe(
      profile,
      context,
      moving.filter(({ place }) => place.measured !== null && !isNoGain(place.measured)),
    );
  },
};

interface Moving {
  place: ThreadPlacement;
  row: number;
}

function describe(profile: Profile, context: DetectContext, moving: readonly Moving[]): Finding[] {
  const [first] = [...moving].sort((a, b) => b.place.migrationsPerSecond - a.place.migrationsPerSecond);
  const { memory } = profile;
  if (first === undefined || memory === undefined) return [];
  const cuts = moving.flatMap(({ place }) => {
    const thread = profile.threads.find(({ threadId }) => threadId === place.thread);
    const ratio = place.measured?.ratio ?? 1;
    return thread === undefined ? [] : [[thread.index, busyTimeNs(thread) * Math.max(0, 1 - 1 / ratio)] as const];
  });
  const stakeNs = reliefOf(profile, context, cuts);
  if (!isNoteworthy(context, stakeNs)) return [];
  const nodes = nodesOf(first.place, memory);
  return [
    makeFinding(context, {
      id: 'thread-migration',
      title: `${sayCount(moving.length, 'thread')} move${moving.length === 1 ? 's' : ''} between cores up to ${sayNumber(first.place.migrationsPerSecond)} times a second${nodes > 1 ? ` and between ${nodes} memory nodes` : ''}, and kept on one core each they are faster here`,
      workloadClass: 'cpu-bound',
      site: -1,
      memory: { table: 'placement', row: first.row },
      saves: {
        byThread: cuts.map(([thread, ns]) => [thread, ns]),
        range: rangeOfRatio(first.place),
        by: 'Keeping threads on their cores',
      },
      threadTimeLostNs: sumOf(cuts, ([, ns]) => ns),
      stakeNs,
      evidence: [
        { label: 'moves between cores', value: first.place.migrationsPerSecond, unit: 'per-second' },
        { label: 'cores it was seen on', value: first.place.cores.length, unit: 'count' },
        { label: 'memory nodes of the machine', value: memory.topology.nodes, unit: 'count' },
        ...describeCost(first.place.measured),
      ],
      sampleSize: first.place.measured?.repeats ?? 0,
      advice:
        nodes > 1
          ? 'Keep the process on one memory node (`numactl --cpunodebind=0 --membind=0 node …`), or start one process a node.'
          : 'Start no more threads than there are cores, and keep the process to as many cores as it has threads (`taskset -c 0-1 node …`).',
      effort: 'medium',
    }),
  ];
}

function rangeOfRatio({ measured }: ThreadPlacement): [number, number] {
  const gain = (ratio: number): number => Math.max(0, 1 - 1 / ratio);
  const {
    ratio,
    ratioInterval: [low, high],
  } = measured ?? { ratio: 1, ratioInterval: [1, 1] };
  return gain(ratio) > 0 ? [gain(low) / gain(ratio), gain(high) / gain(ratio)] : [1, 1];
}

function rowOf(profile: Profile, { kind, row }: Candidate): Moving | undefined {
  if (kind !== 'thread-migration' || row.table !== 'placement') return undefined;
  const place = profile.memory?.placement[row.row];
  return place === undefined ? undefined : { place, row: row.row };
}

/** Memory nodes that the thread was seen on. */
function nodesOf({ cores }: ThreadPlacement, { topology }: MemoryProfile): number {
  const nodes = (topology.coresOfNodes ?? []).filter((node) => cores.some(({ core }) => node.includes(core)));
  return Math.max(1, nodes.length);
}
