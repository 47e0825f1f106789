import type { Candidate } from '../../../model/memory/candidates.js';
import type { PatternCost, SharedBuffer, SharedLine } from '../../../model/memory/memory-profile.js';
import { groupLines } from '../../../model/memory/pattern-of-sharing.js';
import { workOnLines } from '../../../model/memory/shared-work.js';
import { savedTime } from '../../../model/memory/saved-time.js';
import type { Profile, SiteIndex } from '../../../model/profile.js';
import type { DetectContext } from '../../context.js';
import type { Evidence, Finding, FindingId } from '../../finding.js';
import { isNoteworthy, makeFinding } from '../../shared/make-finding.js';
import { sumOf } from '../../shared/numbers.js';
import { describeCost, isNoGain, NOT_MEASURED, reliefOf } from './measured-cost.js';
import { toSavedCpu } from './saved-cpu.js';

/** Lines that the same places share in the same way. The first is the busiest: it was replayed. */
export interface SharedPlace {
  buffer: SharedBuffer;
  line: SharedLine;
  /** Where most is done to it. */
  site: SiteIndex;
  lines: number;
  /** threadIds. */
  threads: number[];
  cpuShare: number;
}

export interface SharedWords {
  title: string;
  advice: string;
  effort: Finding['recommendation']['effort'];
}

export function describeSharing(
  profile: Profile,
  context: DetectContext,
  id: FindingId & ('false-sharing' | 'true-sharing'),
  say: (place: SharedPlace) => SharedWords,
): Finding[] {
  return context.memory.flatMap((candidate) => {
    const place = candidate.kind === id ? placeOf(profile, candidate) : undefined;
    return place === undefined ? [] : describePlace(profile, context, { id, place, candidate, words: say(place) });
  });
}

interface Found {
  id: FindingId;
  place: SharedPlace;
  candidate: Candidate;
  words: SharedWords;
}

function describePlace(profile: Profile, context: DetectContext, { id, place, candidate, words }: Found): Finding[] {
  const { line, buffer } = place;
  const { measured } = line;
  if (measured !== null && isNoGain(measured)) return [];
  const work = workOnLines(buffer, rowsOf(buffer, line), profile.memory?.walks ?? []);
  const saved = measured === null ? undefined : savedTime(measured, work);
  const stakeNs = reliefOf(profile, context, saved?.byThread ?? work.cpuNsByThread);
  if (!isNoteworthy(context, stakeNs)) return [];
  return [
    makeFinding(context, {
      id,
      title: words.title,
      workloadClass: 'cpu-bound',
      site: place.site,
      memory: candidate.row,
      saves: saved && saved.totalNs > 0 ? toSavedCpu(saved, candidate.change) : undefined,
      related: [...new Set(line.users.flatMap(({ sites }) => sites))]
        .filter((site) => site !== place.site)
        .map((site) => ({
          label: line.users.some((user) => user.site === site) ? 'the other side' : 'also here',
          site,
        })),
      threadTimeLostNs: saved?.totalNs ?? 0,
      stakeNs,
      evidence: [
        { label: 'of the computing time, in loops that touch it', value: place.cpuShare, unit: 'share' },
        { label: `lines of ${line.lineBytes} bytes shared like this`, value: place.lines, unit: 'count' },
        ...line.users.flatMap((user): Evidence[] => [
          {
            label: `writes and atomic operations of thread ${user.thread}, recorded`,
            value: user.writes + user.atomics,
            unit: 'count',
          },
          { label: `reads of thread ${user.thread}, recorded`, value: user.reads, unit: 'count' },
        ]),
        ...describeCost(measured),
        ...extrapolate(measured, place, profile.run.cores),
      ],
      sampleSize: sumOf(line.users, workOf),
      advice: words.advice,
      effort: words.effort,
      explains: id === 'true-sharing' ? ['false-sharing'] : [],
      caveat: measured === null ? NOT_MEASURED : undefined,
    }),
  ];
}

/**
 * With more threads at one line than were replayed, each waits for all others in turn: what is lost grows with their number. Said of
 * a machine with a core for each, and only as extrapolated.
 */
function extrapolate(cost: PatternCost | null, { threads }: SharedPlace, cores: number): Evidence[] {
  if (cost === null || cost.threads < 2 || threads.length <= Math.min(cost.threads, cores)) return [];
  const times = 1 + (cost.ratio - 1) * ((threads.length - 1) / (cost.threads - 1));
  return [
    {
      label: `times as fast with ${threads.length} threads on as many cores (extrapolated from ${cost.threads}, not measured)`,
      value: times,
      unit: 'ratio',
    },
  ];
}

function placeOf(profile: Profile, { row }: Candidate): SharedPlace | undefined {
  const buffer = row.table === 'shared' ? profile.memory?.shared[row.row] : undefined;
  const line = row.table === 'shared' ? buffer?.lines[row.line] : undefined;
  if (buffer === undefined || line === undefined) return undefined;
  const lines = linesOf(buffer, line);
  return {
    buffer,
    line,
    site: [...line.users].sort((a, b) => workOf(b) - workOf(a))[0]?.site ?? -1,
    lines: lines.length,
    threads: [...new Set(lines.flatMap(({ users }) => users.map(({ thread }) => thread)))].sort((a, b) => a - b),
    cpuShare: Math.min(
      1,
      sumOf(lines, ({ cpuShare }) => cpuShare),
    ),
  };
}

function linesOf(buffer: SharedBuffer, line: SharedLine): SharedLine[] {
  return rowsOf(buffer, line).flatMap((row) => buffer.lines[row] ?? []);
}

function rowsOf(buffer: SharedBuffer, line: SharedLine): number[] {
  return groupLines(buffer).find((rows) => rows.some((row) => buffer.lines[row] === line)) ?? [];
}

function workOf({ reads, writes, atomics }: SharedLine['users'][number]): number {
  return reads + writes + atomics;
}
