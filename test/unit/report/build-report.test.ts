import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/model/profile.js';
import { buildReport } from '../../../src/report/build-report.js';
import type { Predicted } from '../../../src/recommend/predicted.js';
import type { Report } from '../../../src/report/report.js';
import { reportSchema } from '../../../src/report/schema.js';
import {
  buildLock,
  buildSampleFinding,
  buildSampleProfile,
  buildTasks,
  buildThread,
  buildWaits,
  MS,
  sampleContext,
  sampleDetection,
  samplePredicted,
  type TaskRow,
} from './fixtures/sample-profile.js';

const buildFor = (profile: Profile, detection = sampleDetection, context = sampleContext): Report =>
  buildReport({ profile, detection, predicted: samplePredicted }, context);

const build = (change: Parameters<typeof buildSampleProfile>[0] = {}): Report => buildFor(buildSampleProfile(change));

describe('key figures', () => {
  it('count the tasks done inside the measured part', () => {
    const { tasks, makespanNs, throughputPerSecond, cores, cpuEfficiency } = build().keyFigures;
    expect({ tasks, makespanNs, throughputPerSecond, cores, cpuEfficiency }).toEqual({
      tasks: 5,
      makespanNs: 100 * MS,
      throughputPerSecond: 50,
      cores: 2,
      cpuEfficiency: 0.7512,
    });
  });

  it('take percentiles by nearest rank', () => {
    const { latencyNs, queueNs, serviceNs } = build().keyFigures;
    expect(latencyNs).toEqual({ count: 5, p50: 30 * MS, p95: 48 * MS, p99: 48 * MS, max: 48 * MS });
    expect(queueNs?.max).toBe(MS);
    expect(serviceNs?.p50).toBe(27 * MS);
  });

  it('tell agents apart, named where a name is known', () => {
    const agents = build().keyFigures.latencyByAgent.map(({ agent, latencyNs }) => [agent, latencyNs.count]);
    expect(agents).toEqual([
      ['planner', 3],
      ['agent 1', 2],
    ]);
  });

  it('count threads alive at one time: one that replaced another was never beside it', () => {
    const threads = [
      buildThread(0),
      buildThread(1, { endNs: 50 * MS }),
      buildThread(2, { beginNs: 50 * MS }),
      buildThread(3, { beginNs: 60 * MS }),
    ];
    expect(build({ threads }).keyFigures.threads).toBe(3);
  });

  it('have no percentiles without tasks, and no efficiency where the platform cannot tell', () => {
    const host = { foreignShare: Number.NaN, ownShare: Number.NaN, idleCoresWhileQueued: 0 };
    const { keyFigures, dataQuality } = build({ tasks: buildTasks([]), host });
    expect(keyFigures).toMatchObject({ tasks: 0, throughputPerSecond: 0, latencyNs: null, cpuEfficiency: null });
    expect(dataQuality.foreignCpuShare).toBeNull();
  });
});

describe('findings', () => {
  it('keep the order of detection, with a key each', () => {
    const ids = ['contended-lock', 'large-clone', 'contended-lock'] as const;
    const findings = ids.map((id) => buildSampleFinding({ id }));
    const report = buildFor(buildSampleProfile(), { ...sampleDetection, findings });
    expect(report.findings.map(({ key, rank }) => [key, rank])).toEqual([
      ['contended-lock', 1],
      ['large-clone', 2],
      ['contended-lock#2', 3],
    ]);
  });

  it('resolve sites: the chosen frame, the stack under it, and related places that are known', () => {
    const [finding] = build().findings;
    expect(finding?.site).toEqual({
      file: '/app/src/board.js',
      line: 41,
      column: 5,
      functionName: 'update',
      label: 'src/board.js:41',
    });
    expect(finding?.stack.map(({ functionName }) => functionName)).toEqual(['lock', 'update']);
    expect(finding?.related).toHaveLength(1);
  });

  it('drop figures that were not measured', () => {
    const evidence = [
      { label: 'a', value: Number.NaN, unit: 'ns' as const },
      { label: 'b', value: 1, unit: 'ns' as const, interval: [Number.NaN, 2] as [number, number], samples: 3 },
    ];
    const detection = { ...sampleDetection, findings: [buildSampleFinding({ evidence })] };
    const [finding] = buildFor(buildSampleProfile(), detection).findings;
    expect(finding?.evidence).toEqual([{ label: 'b', value: 1, unit: 'ns', samples: 3 }]);
  });
});

describe('predictions', () => {
  it('resolve places and name the finding they answer', () => {
    const { predictions, findings } = build();
    const [first] = predictions.ranking.worthIt;
    expect(first?.recommendation).toMatchObject({
      key: 'shard-lock-1',
      findingKey: 'contended-lock',
      site: { label: 'src/board.js:41' },
    });
    expect(findings[0]?.answeredBy).toBe('shard-lock-1');
  });

  it('show no more digits than are known', () => {
    const { ranking, identity } = build().predictions;
    expect(ranking.worthIt[0]).toMatchObject({ marginalSpeedUp: 1.618, marginalInterval: [1.5123, 1.7] });
    expect(ranking.combined?.speedUp).toBe(1.618);
    expect(identity?.threadError).toBe(0.0012);
  });

  it('are refused with the reason, and then no finding has one', () => {
    const refusal = { reasons: [{ code: 'spread' as const, message: 'Rounds differ by 31 %.' }] };
    const predicted: Predicted = {
      ...samplePredicted,
      identity: null,
      refusal,
      ranking: { worthIt: [], combined: null, notWorthIt: [], refused: [] },
    };
    const report = buildReport({ profile: buildSampleProfile(), detection: sampleDetection, predicted }, sampleContext);
    expect(report.predictions).toMatchObject({ identity: null, refusal, calibration: null });
    expect(report.findings[0]?.answeredBy).toBeNull();
    expect(v.is(reportSchema, report)).toBe(true);
  });

  it('come with this machine’s calibration', () => {
    const calibration = { verifications: 3, mape: 0.05, bias: -0.01, coverage: 1 };
    const report = buildFor(buildSampleProfile(), sampleDetection, { ...sampleContext, calibration });
    expect(report.predictions.calibration).toEqual(calibration);
  });
});

describe('tables', () => {
  it('show a dependency’s own frame where no user frame is known', () => {
    expect(build().messages[0]?.site?.label).toBe('pool/board.js:3');
  });

  it('scale bytes to all messages where only some were sized, and say so', () => {
    expect(build().messages[0]).toMatchObject({
      bytes: 6000,
      bytesEstimated: true,
      serialiseNs: 1234,
      deserialiseNs: null,
    });
  });

  it('count blocked and spinning as waiting, most waited first', () => {
    const { locks } = build({ locks: [buildLock({ id: 2, name: 'calm', waitNs: 0, spinNs: 0 }), buildLock()] });
    expect(locks.map(({ name, waitNs }) => [name, waitNs])).toEqual([
      ['board.lock', 32 * MS],
      ['calm', 0],
    ]);
  });

  it('leave idle samples out of the hot functions', () => {
    expect(build().hotFunctions.map(({ functionName, share }) => [functionName, share])).toEqual([
      ['reindex', 0.9],
      ['gc', 0.1],
    ]);
  });

  it('name threads that have no name', () => {
    const threads = [buildThread(0, { name: '' }), buildThread(1, { name: '', threadId: 7 }), buildThread(2)];
    expect(build({ threads }).threads.map(({ name }) => name)).toEqual(['main', 'worker 7', 'worker 2']);
  });

  it('prefer the exit code the launcher saw', () => {
    const context = { ...sampleContext, run: { ...sampleContext.run, exitCode: null } };
    expect(build().run.exitCode).toBe(0);
    expect(buildFor(buildSampleProfile(), sampleDetection, context).run.exitCode).toBe(3);
  });
});

describe('timeline', () => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('sums to the time spent in each state', () => {
    const { threads } = build().timeline;
    const [main, one, two] = threads.map(({ running, lockWait }) => [mean(running), mean(lockWait)]);
    expect(main).toEqual([0, 0]);
    // Worker 1: in tasks 18 + 27 + 45 ms of 100, of which 20 waiting; worker 2: 28 + 27 + 37, of which 10.
    expect(one?.[0]).toBeCloseTo(0.7, 3);
    expect(one?.[1]).toBeCloseTo(0.2, 3);
    expect(two?.[0]).toBeCloseTo(0.82, 3);
    expect(two?.[1]).toBeCloseTo(0.1, 3);
  });

  it('takes CPU time from the scheduler where it is known; the rest of a task is I/O', () => {
    const schedule = {
      count: 3,
      atNs: Float64Array.of(0, 50 * MS, 100 * MS),
      onCpuNs: Float64Array.of(0, 10 * MS, 20 * MS),
      runnableNs: Float64Array.of(0, 0, 5 * MS),
    };
    const tasks = buildTasks([{ agent: 0, thread: 1, submit: 0, dispatch: 0, start: 0, end: 100, done: 100 }]);
    const threads = [buildThread(0), buildThread(1, { schedule }), buildThread(2)];
    const row = build({ threads, tasks, locks: [] }).timeline.threads[1];
    expect(mean(row?.running ?? [])).toBeCloseTo(0.2, 3);
    expect(mean(row?.io ?? [])).toBeCloseTo(0.75, 3);
  });

  it('gives CPU time between two readings to the work between them, not to waits', () => {
    const schedule = {
      count: 2,
      atNs: Float64Array.of(0, 100 * MS),
      onCpuNs: Float64Array.of(0, 60 * MS),
      runnableNs: Float64Array.of(0, 0),
    };
    const tasks = buildTasks([{ agent: 0, thread: 1, submit: 0, dispatch: 0, start: 20, end: 80, done: 80 }]);
    const waits = buildWaits([{ thread: 1, begin: 40, end: 60 }]);
    const threads = [buildThread(0), buildThread(1, { schedule }), buildThread(2)];
    const row = build({ threads, tasks, locks: [buildLock({ waits })] }).timeline.threads[1];
    const at = (values: readonly number[] | undefined, ms: number): number =>
      values?.[Math.floor(ms * 4.8)] ?? Number.NaN;
    // 40 ms of work and 40 ms without a task: 60 ms of CPU fill the first and half of the second.
    expect([10, 30, 50, 70, 90].map((ms) => at(row?.running, ms))).toEqual([0.5, 1, 0, 1, 0.5]);
    expect(at(row?.lockWait, 50)).toBe(1);
    expect(Math.max(...(row?.io ?? []))).toBe(0);
  });

  it('shows at most 128 threads, those that lived longest, in their order', () => {
    const threads = Array.from({ length: 300 }, (_, index) =>
      buildThread(index, { endNs: (index % 2 === 0 ? 100 : 1) * MS, name: String(index) }),
    );
    const names = build({ threads }).timeline.threads.map(({ name }) => Number(name));
    expect(names).toHaveLength(128);
    expect(names).toEqual(names.toSorted((a, b) => a - b));
    expect(names.every((name) => name % 2 === 0)).toBe(true);
  });
});

describe('any profile', () => {
  const time = fc.oneof(fc.double({ min: -10, max: 200, noNaN: true }), fc.constant(Number.NaN));
  const task: fc.Arbitrary<TaskRow> = fc.record({
    agent: fc.integer({ min: -1, max: 3 }),
    thread: fc.integer({ min: -1, max: 2 }),
    submit: time,
    dispatch: time,
    start: time,
    end: time,
    done: time,
  });
  const wait = fc.record({ thread: fc.integer({ min: -1, max: 2 }), begin: time, end: time });
  const any = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity));
  const profile = fc
    .record({
      tasks: fc.array(task),
      waits: fc.array(wait),
      length: fc.constantFrom(0, 100),
      own: any,
      state: any,
      sum: any,
    })
    .map(({ tasks, waits, length, own, state, sum }) => {
      const states = { ...buildThread(1).states, onCpuNs: state, runnableNs: state, ioNs: state };
      const sample = buildSampleProfile();
      return buildSampleProfile({
        run: { ...sample.run, endNs: length * MS },
        threads: [buildThread(0), buildThread(1, { states }), buildThread(2)],
        tasks: buildTasks(tasks),
        locks: [buildLock({ waits: buildWaits(waits), holdNs: sum })],
        messageSites: [{ ...sample.messageSites[0], bytes: sum, serialiseNs: sum } as never],
        host: { foreignShare: own, ownShare: own, idleCoresWhileQueued: own },
        quality: { ...sample.quality, probe: { inThreadsNs: sum, collectorNs: sum, startNs: sum, shareOfCpu: own } },
      });
    });

  it('gives a report without NaN, Infinity or undefined: what JSON loses was never there', () => {
    fc.assert(
      fc.property(profile, (any) => {
        const report = buildFor(any);
        expect(JSON.parse(JSON.stringify(report))).toStrictEqual(report);
        expect(v.is(reportSchema, report)).toBe(true);
      }),
    );
  });

  it('gives the same report twice, byte for byte, and leaves the profile as it was', () => {
    fc.assert(
      fc.property(profile, (any) => {
        const first = JSON.stringify(buildFor(any));
        expect(JSON.stringify(buildFor(any))).toBe(first);
      }),
    );
  });
});
