import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { extrapolate } from '../../../src/predict/extrapolate.js';
import { predict } from '../../../src/predict/predict.js';
import type { Prediction, Refusal } from '../../../src/predict/prediction.js';
import { countSamples, refuseRun } from '../../../src/predict/refuse-run.js';
import { countReplicates } from '../../../src/predict/replicates.js';
import { spreadInterval } from '../../../src/predict/spread-interval.js';
import { createRandom } from '../../../src/statistics/random.js';
import { drawProfile } from '../detect/draw-profile.js';
import { emptyMemory, walkOf } from '../model/memory/draw-memory.js';
import { blockIo, compute, planOf } from './plan-builder.js';
import { replayOf } from './replay-of.js';

const MS = 1e6;

const plan = (count: number, spread: number, threads = 2, cores = 2) => {
  const random = createRandom(7);
  return planOf({
    cores,
    machine: { wakeLatencyNs: 50_000, wakeLatencyRange: [20_000, 100_000] },
    threads: [{}, ...Array.from({ length: threads }, () => ({ pool: 0, start: 'pool' as const }))],
    pools: [{}],
    tasks: Array.from({ length: count }, () => ({ pool: 0, body: [compute(MS * (1 + spread * (random() - 0.5)))] })),
  });
};
const predicted = (result: Prediction | Refusal): Prediction => {
  if ('reasons' in result) throw new Error(result.reasons.map(({ message }) => message).join(' '));
  return result;
};

describe('predict', () => {
  it('scales the recorded makespan by what the replay gained', () => {
    const replay = replayOf(plan(100, 0, 1, 4));
    const identity = { ...replay.identity, recordedMakespanNs: 120 * MS };
    const result = predicted(predict({ ...replay, identity }, [{ kind: 'pool-size', pool: 0, threads: 2 }]));
    expect(Math.abs(result.speedUp - 2)).toBeLessThan(0.25);
    expect(result.makespanNs).toBeCloseTo((120 * MS) / result.speedUp, -3);
    expect(result.throughputPerSecond).toBeCloseTo(100 / (result.makespanNs / 1e9));
    expect(result.latencyNs?.count).toBe(100);
    expect(result.speedUpInterval[0]).toBeLessThan(result.speedUp);
    expect(result.speedUpInterval[1]).toBeGreaterThan(result.speedUp);
    expect(result.makespanInterval[0]).toBeCloseTo((120 * MS) / result.speedUpInterval[1], -3);
    expect(result.extrapolated).toBe(false);
  });

  it('knows less where tasks vary more, the base was replayed worse, or the program repeats less well', () => {
    const edits = [{ kind: 'pool-size' as const, pool: 0, threads: 2 }];
    // Against the size of the change: larger changes are known less well anyway.
    const width = (result: Prediction | Refusal): number => {
      const { speedUp, speedUpInterval } = predicted(result);
      return Math.log(speedUpInterval[1] / speedUpInterval[0]) / Math.log(speedUp);
    };
    const usual = replayOf(plan(16, 0, 1));
    const narrow = width(predict(usual, edits));
    expect(width(predict(replayOf(plan(16, 1.3, 1)), edits))).toBeGreaterThan(narrow);
    expect(width(predict({ ...usual, repeatNoise: 0.05 }, edits))).toBeGreaterThan(narrow);
    const identity = { ...usual.identity, makespanError: 0.08 };
    expect(width(predict({ ...usual, identity }, edits))).toBeGreaterThan(narrow);
  });

  it('is as unsure as what an edit saves was measured: the interval holds both ends of it', () => {
    const replay = replayOf(plan(100, 0.2));
    const faster = (share: number, low: number, high: number): Edit => ({
      kind: 'faster-code',
      site: -1,
      what: 'loops swapped',
      threads: [1, 2].map((thread) => ({ thread, share, low, high })),
    });
    const sure = predicted(predict(replay, [faster(0.6, 0.6, 0.6)]));
    const unsure = predicted(predict(replay, [faster(0.6, 0.4, 0.75)]));
    expect(unsure.speedUp).toBeCloseTo(sure.speedUp);
    expect(sure.speedUp).toBeGreaterThan(2);
    expect(unsure.speedUpInterval[0]).toBeLessThan(sure.speedUpInterval[0]);
    const ends = [0.4, 0.75].map((share) => predicted(predict(replay, [faster(share, share, share)])).speedUp);
    expect(unsure.speedUpInterval[0]).toBeLessThanOrEqual((ends[0] as number) * 1.02);
    expect(unsure.speedUpInterval[1]).toBeGreaterThanOrEqual((ends[1] as number) * 0.98);
  });

  it('is refused with the reason of the run, or of the edit', () => {
    const refusal: Refusal = { reasons: [{ code: 'foreign-load', message: 'Busy.' }] };
    expect(predict(replayOf(plan(10, 0), { refusal }), [{ kind: 'cores', cores: 4 }])).toBe(refusal);
    expect(predict(replayOf(plan(10, 0)), [{ kind: 'pool-size', pool: 3, threads: 4 }])).toMatchObject({
      reasons: [{ code: 'not-applicable' }],
    });
  });

  it('spends no more events than it may', () => {
    expect(countReplicates(1000)).toBe(100);
    expect(countReplicates(1_000_000)).toBe(3);
    expect(countReplicates(3_000_000)).toBe(0);
    const result = predicted(predict(replayOf(plan(50, 0.5)), [{ kind: 'cores', cores: 4 }], 0));
    expect(result.speedUpInterval[1]).toBeGreaterThan(result.speedUp);
  });
});

describe('spreadInterval', () => {
  it('holds 90 % of a normal error', () => {
    const [low, high] = spreadInterval(1, [], 0.1, 3);
    expect(Math.log(low)).toBeCloseTo(-0.164, 1);
    expect(Math.log(high)).toBeCloseTo(0.164, 1);
  });

  it('widens what few replicates show', () => {
    const logs = [-0.01, 0.01, 0];
    const many = Array.from({ length: 60 }, (_, at) => logs[at % 3] as number);
    const width = (values: number[]): number => spreadInterval(1, values, 0, 3)[1] - spreadInterval(1, values, 0, 3)[0];
    expect(width(logs)).toBeGreaterThan(1.5 * width(many));
  });
});

describe('refuseRun', () => {
  const fine = replayOf(plan(10, 0)).identity;
  const profile = drawProfile(1000).done();

  it('says nothing against a quiet, complete run', () => {
    expect(refuseRun(profile, fine, 100, [1, 1.05, 1.02])).toBeNull();
  });

  it('names each reason with its number', () => {
    const bad = {
      ...profile,
      host: { ...profile.host, foreignShare: 0.23 },
      quality: { ...profile.quality, lostRecords: 50, records: 950, unrecordedThreads: 2 },
    };
    const refusal = refuseRun(bad, { ...fine, ok: false, reason: 'Replaying gives +40 %.' }, 3, [1, 1.5]);
    expect(refusal?.reasons.map(({ code }) => code)).toEqual([
      'foreign-load',
      'spread',
      'samples',
      'incomplete',
      'incomplete',
      'identity',
    ]);
    const text = refusal?.reasons.map(({ message }) => message).join(' ');
    for (const number of ['23 %', '32 %', 'has 3 tasks', '5 %', '2 threads', '+40 %']) expect(text).toContain(number);
  });

  it('counts tasks, and where there are too few, holds', () => {
    expect(countSamples(profile)).toBe(0);
    expect(countSamples({ ...profile, tasks: { ...profile.tasks, count: 9 } })).toBe(9);
  });

  it('counts looks at what threads compute, where they do nothing else and the memory pass tells what that is', () => {
    const looked = {
      ...profile,
      memory: { ...emptyMemory(), walks: [walkOf({ cpuSamples: 40 }), walkOf({ cpuSamples: 2 })] },
    };
    expect(countSamples(looked)).toBe(40);
    expect(countSamples({ ...looked, tasks: { ...profile.tasks, count: 9 } })).toBe(9);
  });
});

describe('extrapolate', () => {
  it('gains as long as there is something for another core to do', () => {
    const busy = plan(64, 0, 8);
    const result = extrapolate(replayOf(busy));
    if ('reasons' in result) throw new Error('refused');
    const asItIs = result.points.filter(({ threads }) => threads === 8).map(({ makespanNs }) => makespanNs / MS);
    expect(asItIs[1]).toBeLessThan((asItIs[0] as number) / 1.5);
    for (const [at, ms] of asItIs.entries()) expect(ms).toBeLessThanOrEqual(asItIs[at - 1] ?? Infinity);
    // null: it pays to the end, which chance in the wake-ups may just let it.
    expect(result.stopsPayingAt ?? Infinity).toBeGreaterThanOrEqual(8);
  });

  it('says where it stops paying', () => {
    const waiting = planOf({
      cores: 2,
      threads: [{}, { pool: 0, start: 'pool' }],
      pools: [{}],
      tasks: Array.from({ length: 10 }, (_, at) => ({ pool: 0, triggerArg: at, body: [blockIo(MS)] })),
    });
    expect(extrapolate(replayOf(waiting))).toMatchObject({ stopsPayingAt: 2 });
  });

  it('does not say so while a later doubling still pays', () => {
    // Up to 8 cores the pool keeps at least the 8 threads it has; from 16 on a thread a core waits for more at a time.
    const waiting = planOf({
      cores: 2,
      threads: [{}, ...Array.from({ length: 8 }, () => ({ pool: 0, start: 'pool' as const }))],
      pools: [{}],
      tasks: Array.from({ length: 512 }, () => ({ pool: 0, body: [blockIo(70 * MS), compute(30 * MS)] })),
    });
    expect(extrapolate(replayOf(waiting))).toMatchObject({ stopsPayingAt: null });
  });

  it('is refused where predictions are', () => {
    const refusal: Refusal = { reasons: [{ code: 'samples', message: 'Few.' }] };
    expect(extrapolate(replayOf(plan(10, 0), { refusal }))).toBe(refusal);
  });
});
