/** Recovered strides against the truth, access by access. */
import type { MemoryRecord, MemorySiteWindow } from '../../../src/trace/memory.ts';
import type { SiteTruth, ThreadTruth } from './truth.mts';

/** Distances that are so much of the truth are buckets of their own; all others share one. */
const BUCKET_SHARE = 0.01;
const OTHER = 'other';
/** Fewer say nothing about a share. */
const LEAST_STEPS = 200;

export interface StrideComparison {
  /** Recorded steps at sites of which the truth is known, and those of them in the right bucket. */
  samples: number;
  right: number;
  sites: { place: string; samples: number; share: number }[];
}

type Histogram = Map<number, number>;

interface Steps {
  steps: number;
  strides: Histogram;
}

export function compareStrides(threads: MemoryRecord[][], truth: ThreadTruth[]): StrideComparison {
  const recorded = recordedSteps(threads);
  const sites: StrideComparison['sites'] = [];
  for (const [place, { steps, strides }] of trueSteps(truth)) {
    const found = recorded.get(place);
    if (found === undefined || found.steps < LEAST_STEPS || steps < LEAST_STEPS) continue;
    const buckets = new Set([...strides].flatMap(([bytes, times]) => (times >= steps * BUCKET_SHARE ? [bytes] : [])));
    const share = overlap(shares(found, buckets), shares({ steps, strides }, buckets));
    sites.push({ place, samples: found.steps, share });
  }
  const samples = sites.reduce((sum, site) => sum + site.samples, 0);
  return { samples, right: sites.reduce((sum, site) => sum + site.samples * site.share, 0), sites };
}

/** What two histograms have in common, 0..1. */
function overlap(a: Map<number | string, number>, b: Map<number | string, number>): number {
  return [...a].reduce((sum, [bucket, share]) => sum + Math.min(share, b.get(bucket) ?? 0), 0);
}

function shares({ steps, strides }: Steps, buckets: ReadonlySet<number>): Map<number | string, number> {
  const inBuckets = [...buckets].map((bytes) => [bytes, (strides.get(bytes) ?? 0) / steps] as const);
  const rest = 1 - inBuckets.reduce((sum, [, share]) => sum + share, 0);
  return new Map<number | string, number>([...inBuckets, [OTHER, Math.max(0, rest)]]);
}

function add(to: Map<string, Steps>, place: string, steps: number, strides: [bytes: number, times: number][]): void {
  const sum = to.get(place) ?? { steps: 0, strides: new Map() };
  to.set(place, sum);
  sum.steps += steps;
  for (const [bytes, times] of strides) sum.strides.set(bytes, (sum.strides.get(bytes) ?? 0) + times);
}

function trueSteps(truth: ThreadTruth[]): Map<string, Steps> {
  const places = new Map<string, Steps>();
  const name = ({ file, line, text }: SiteTruth): string => `${file}:${line} ${text}`;
  for (const { sites } of truth) for (const site of sites) add(places, name(site), site.steps, site.strides);
  return places;
}

function recordedSteps(threads: MemoryRecord[][]): Map<string, Steps> {
  const places = new Map<string, Steps>();
  for (const records of threads) {
    const names = nameSites(records);
    for (const record of records) {
      if (record.kind !== 'window') continue;
      for (const site of record.sites) addWindow(places, names.get(site.site), site);
    }
  }
  return places;
}

function addWindow(places: Map<string, Steps>, place: string | undefined, site: MemorySiteWindow): void {
  if (place === undefined) return;
  const { strides, otherStrides } = site;
  add(
    places,
    place,
    strides.reduce((sum, [, times]) => sum + times, otherStrides),
    strides,
  );
}

/** Ids are local to a thread. */
function nameSites(records: MemoryRecord[]): Map<number, string> {
  const files = new Map(
    records.flatMap((record) => (record.kind === 'loop' ? [[record.id, record.file] as const] : [])),
  );
  return new Map(
    records.flatMap((record) =>
      record.kind === 'site' && record.what === 'element'
        ? [[record.id, `${files.get(record.loop) ?? ''}:${record.line} ${record.text}`] as const]
        : [],
    ),
  );
}
