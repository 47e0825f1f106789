import type { DuplicateData } from '../../model/memory/memory-profile.js';
import type { Profile, ThreadIndex } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Detector } from '../detector.js';
import type { Finding } from '../finding.js';
import { isNoteworthy, makeFinding } from '../shared/make-finding.js';
import { sumOf } from '../shared/numbers.js';
import { sayBytes, sayCount, sayPlace } from '../shared/wording.js';
import { MAJORITY } from '../thresholds.js';
import { describeCost, isNoGain, NOT_MEASURED, reliefOf } from './shared/measured-cost.js';
import { rangeOfDifference } from './shared/saved-cpu.js';

/** Less than another worker costs to have around; nobody need change a program for it. */
const LEAST_WASTE = 4 * 2 ** 20;
/** ... and most of all that the threads hold. */
const LEAST_PART = MAJORITY;

/** Several threads hold the same data, each for itself. */
export const duplicateData: Detector = {
  id: 'duplicate-data',
  detect: (profile, context) =>
    // What threads write to as they go is equal by chance, or not for long.
    (profile.memory?.duplicates ?? []).flatMap((found, row) =>
      found.written ? [] : describe(profile, context, found, row),
    ),
};

function describe(profile: Profile, context: DetectContext, found: DuplicateData, row: number): Finding[] {
  const { copies, bytes, measured } = found;
  const isFilled = sumOf(found.fillNsByThread, ([, ns]) => ns) > 0;
  const isTogether = copies <= context.activity.cores;
  const filled = isTogether ? filledTogether(found) : filledOnce(profile, found);
  const saved = isFilled ? filled : copiedOnce(profile, found);
  const stakeNs = saved === undefined ? 0 : reliefOf(profile, context, saved);
  const isWaste = wasteOf(found) >= Math.max(LEAST_WASTE, LEAST_PART * heldBytes(profile));
  if (!isNoteworthy(context, stakeNs) && !isWaste) return [];
  const at = sayPlace(profile, found.site, 'an unknown place');
  return [
    makeFinding(context, {
      id: 'duplicate-data',
      title: `${sayCount(copies, 'thread')} hold a copy each of the same ${sayBytes(bytes)} read at ${at}: ${sayBytes(wasteOf(found))} more than needed`,
      workloadClass: 'cpu-bound',
      site: found.site,
      memory: { table: 'duplicates', row },
      saves: saved && {
        byThread: saved,
        // Filling was timed in the run itself; not copying is what the replay says.
        range: isFilled || measured === null ? [1, 1] : rangeOfDifference(measured),
        by: 'One copy in shared memory',
      },
      related: [{ label: 'each fills its own here', site: found.filledAt }],
      threadTimeLostNs: sumOf(saved ?? [], ([, ns]) => ns),
      stakeNs,
      evidence: [
        { label: 'of the same content', value: bytes, unit: 'bytes', samples: copies },
        { label: 'copies', value: copies, unit: 'count' },
        {
          label: 'filling them, all threads',
          value: sumOf(found.fillNsByThread, ([, ns]) => ns) || Number.NaN,
          unit: 'ns',
        },
        ...describeCost(measured),
      ],
      sampleSize: copies,
      minSampleSize: 2,
      advice: `Put it into one SharedArrayBuffer, ${isFilled ? (isTogether ? 'let each thread fill a part of it and wait for the others' : 'fill it once') : 'write it once'}, and hand that to the workers (workerData, postMessage): it is not copied, and all read the same memory.`,
      effort: 'medium',
      explains: ['large-clone', 'repeated-broadcast'],
      caveat: saved === undefined ? NOT_MEASURED : undefined,
    }),
  ];
}

/** Each thread fills its part. With a core for each, one that fills it alone would take as long as all do now, at once. */
function filledTogether({ copies, fillNsByThread }: DuplicateData): [ThreadIndex, number][] {
  return fillNsByThread.map(([thread, ns]) => [thread, ns * (1 - 1 / copies)]);
}

/** One thread fills it instead of all: time that the timing run measured. */
function filledOnce({ threads }: Profile, { copies, fillNsByThread }: DuplicateData): [ThreadIndex, number][] {
  const allNs = sumOf(fillNsByThread, ([, ns]) => ns);
  const main = threads.find(({ isMain }) => isMain)?.index ?? -1;
  const saved = new Map(fillNsByThread);
  saved.set(main, (saved.get(main) ?? 0) - allNs / copies);
  return [...saved];
}

/** Not copying it, as replayed; undefined where that does not pay, or was not measured. */
function copiedOnce(
  { threads }: Profile,
  { measured, threads: holders }: DuplicateData,
): [ThreadIndex, number][] | undefined {
  if (measured === null || isNoGain(measured)) return undefined;
  return threads
    .filter(({ threadId }) => holders.includes(threadId))
    .map(({ index }) => [index, Math.max(0, measured.nowNs - measured.proposedNs)]);
}

function wasteOf({ copies, bytes }: DuplicateData): number {
  return (copies - 1) * bytes;
}

/** What all threads hold, as of their last collections. */
function heldBytes({ memory }: Profile): number {
  return sumOf(memory?.heaps ?? [], ({ points }) => points.at(-1)?.liveBytes ?? 0);
}
