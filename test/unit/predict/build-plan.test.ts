import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Profile, ScheduleTable } from '../../../src/model/profile.js';
import { buildPlan, recordedMakespan } from '../../../src/predict/build-plan.js';
import { checkIdentity } from '../../../src/predict/check-identity.js';
import { OpCode, Trigger, type Machine, type Plan } from '../../../src/predict/plan.js';
import { simulate } from '../../../src/predict/simulate.js';
import { drawProfile, MS, type DrawnTask } from '../detect/draw-profile.js';

const MACHINE: Machine = {
  wakeLatencyNs: 1000,
  wakeLatencyRange: [1000, 1000],
  contextSwitchNs: 0,
  timeSliceNs: 3 * MS,
  atomicNs: 10,
  workerStartCpuNs: 0,
};

/** Readings of the scheduler at the ends of stretches [until ms, CPU ms, runnable ms]. */
function schedule(...stretches: [untilMs: number, cpuMs: number, runnableMs?: number][]): ScheduleTable {
  let cpu = 0;
  let runnable = 0;
  const rows = [
    [0, 0, 0],
    ...stretches.map(([until, used, waited = 0]) => [until, (cpu += used), (runnable += waited)]),
  ];
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => (row[at] as number) * MS);
  return { count: rows.length, atNs: column(0), onCpuNs: column(1), runnableNs: column(2) };
}

function opsOf({ ops }: Plan, begin: number, end: number): [code: number, arg: number, ms: number][] {
  const rows: [number, number, number][] = [];
  for (let at = begin; at < end; at++) {
    rows.push([ops.code[at] as number, ops.arg[at] as number, Math.round((ops.ns[at] as number) / MS)]);
  }
  return rows;
}

const bodyOf = (plan: Plan, task: number) =>
  opsOf(plan, plan.tasks.bodyBegin[task] as number, plan.tasks.bodyEnd[task] as number);

function replayError(profile: Profile): number {
  const plan = buildPlan(profile, MACHINE);
  const replayed = simulate(plan, { seed: 1 });
  expect(replayed.stuck).toBe(false);
  return Math.abs(replayed.makespanNs / recordedMakespan(profile) - 1);
}

const task = (
  thread: number,
  submit: number,
  start: number,
  end: number,
  more: Partial<DrawnTask> = {},
): DrawnTask => ({
  thread,
  submit,
  start,
  end,
  ...more,
});

describe('what made a thread submit', () => {
  it('rounds wait for so many to be done; work in between is preparing', () => {
    const rounds = drawProfile(100)
      .pool(2)
      .tasks([task(1, 0, 0, 40), task(2, 0, 0, 30), task(1, 60, 60, 100), task(2, 60, 60, 90)])
      .thread(0, (main) => (main.schedule = schedule([40, 0], [60, 20], [100, 0])))
      .done();
    const { tasks } = buildPlan(rounds, MACHINE);
    expect([...tasks.trigger]).toEqual([1, 1, 1, 1].map(() => Trigger.AfterCount));
    expect([...tasks.triggerArg]).toEqual([0, 0, 2, 2]);
    expect((tasks.prepareCpuNs[2] as number) / MS).toBeCloseTo(20);
    expect([...tasks.delayNs]).toEqual([0, 0, 0, 0]);
    expect(replayError(rounds)).toBeLessThan(0.01);
  });

  it('what is submitted in one turn waits for the same, also when the round is longer than the pool is wide', () => {
    const starts = [0, 10, 20, 60, 70, 80];
    const rounds = drawProfile(110)
      .pool(1)
      .tasks(starts.map((start) => task(1, start < 60 ? 0 : 60, start, start + 10)))
      .thread(0, (main) => (main.schedule = schedule([30, 0], [60, 30], [110, 0])))
      .done();
    expect([...buildPlan(rounds, MACHINE).tasks.triggerArg]).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('idle time before a submit is a delay', () => {
    const paced = drawProfile(100)
      .pool(1)
      .tasks([task(1, 0, 0, 30), task(1, 70, 70, 100)])
      .thread(0, (main) => (main.schedule = schedule([100, 0])))
      .done();
    const { tasks } = buildPlan(paced, MACHINE);
    expect((tasks.delayNs[1] as number) / MS).toBeCloseTo(40);
    expect(replayError(paced)).toBeLessThan(0.01);
  });

  it('an agent goes on when its own task is done, whatever others do', () => {
    const agents = drawProfile(90)
      .pool(2)
      .tasks([
        task(1, 0, 0, 10, { agent: 0 }),
        task(2, 0, 0, 30, { agent: 1 }),
        task(1, 10, 10, 40, { agent: 0 }),
        task(2, 50, 50, 90, { agent: 1 }),
      ])
      .thread(0, (main) => (main.schedule = schedule([90, 0])))
      .done();
    const { tasks } = buildPlan(agents, MACHINE);
    expect([...tasks.trigger].slice(2)).toEqual([Trigger.AfterTask, Trigger.AfterTask]);
    expect([...tasks.triggerArg].slice(2)).toEqual([0, 1]);
    expect((tasks.delayNs[3] as number) / MS).toBeCloseTo(20);
  });

  it('rows are in order of submission', () => {
    const queued = drawProfile(60)
      .pool(1)
      .tasks([task(1, 5, 0, 20), task(1, 1, 20, 40), task(1, 3, 40, 60)])
      .done();
    const plan = buildPlan(queued, MACHINE);
    const starts = [...plan.tasks.bodyBegin].map((begin, row) => [begin, row] as const).sort(([x], [y]) => x - y);
    expect(starts.map(([, row]) => row)).toEqual([2, 0, 1]);
  });
});

it('a thread that handles a stream of messages goes on with it when its senders have ended', () => {
  // Of the stream nothing is recorded but how many messages there were; the main thread computes all the time.
  const plan = buildPlan(
    drawProfile(100)
      .worker(0, 0, 60)
      .tasks([task(1, 0, 0, 60, { done: Number.NaN })])
      .messages({ direction: 'to-parent', threads: [1], count: 5000 })
      .thread(0, (main) => (main.schedule = schedule([100, 95])))
      .done(),
    MACHINE,
  );
  const [begin, end] = (plan.threads[0] as Plan['threads'][number]).body;
  const computeMs = opsOf(plan, begin, end).reduce((sum, [code, , ms]) => sum + (code === OpCode.Compute ? ms : 0), 0);
  expect(computeMs).toBeGreaterThan(85);
  expect(plan.fixedNs).toBeLessThan(MS);
});

describe('what a worker does', () => {
  it('CPU is what the scheduler said; the rest of a task is I/O', () => {
    const reading = drawProfile(100)
      .pool(1)
      .tasks([task(1, 0, 0, 100)])
      .thread(1, (worker) => {
        worker.schedule = schedule([100, 40, 10]);
        worker.sampledInTasks.otherSyscall = 5;
      })
      .done();
    const plan = buildPlan(reading, MACHINE);
    expect(bodyOf(plan, 0)).toEqual([
      [OpCode.Compute, 0, 20],
      [OpCode.BlockIo, 0, 50],
      [OpCode.Compute, 0, 20],
    ]);
  });

  it('holds are where they were recorded, waiting for them is left out', () => {
    const locked = drawProfile(80)
      .pool(2)
      .tasks([task(1, 0, 0, 50), task(2, 0, 0, 80)])
      .lock([[2, 10, 40]], {
        acquires: 2,
        holds: {
          count: 2,
          thread: Int32Array.of(1, 2),
          beginNs: Float64Array.of(10 * MS, 40 * MS),
          endNs: Float64Array.of(40 * MS, 70 * MS),
          site: Int32Array.of(-1, -1),
          task: Int32Array.of(0, 1),
        },
      })
      .done();
    const plan = buildPlan(locked, MACHINE);
    expect(bodyOf(plan, 1)).toEqual([
      [OpCode.Compute, 0, 10],
      [OpCode.Lock, 0, 0],
      [OpCode.Compute, 0, 30],
      [OpCode.Unlock, 0, 0],
      [OpCode.Compute, 0, 10],
    ]);
    const replayed = simulate(plan, { seed: 1 });
    const waitedNs = replayed.threads.reduce((sum, { lockWaitNs }) => sum + lockWaitNs, 0);
    expect(waitedNs / MS).toBeCloseTo(30, 1);
    expect(replayError(locked)).toBeLessThan(0.01);
  });

  it('a lock taken too often to be recorded keeps its number of holds and its share of the work', () => {
    const often = drawProfile(100)
      .pool(2)
      .tasks([task(1, 0, 0, 100), task(2, 0, 0, 100)])
      .lock([[1, 0, 1]], {
        acquires: 1000,
        acquiresByThread: [
          { thread: 1, acquires: 500 },
          { thread: 2, acquires: 500 },
        ],
        holdNs: 50 * MS,
      })
      .done();
    const { ops } = buildPlan(often, MACHINE);
    let held = 0;
    let taken = 0;
    for (let at = 0; at < ops.count; at++) {
      if (ops.code[at] !== OpCode.Lock) continue;
      taken++;
      held += ops.ns[at + 1] as number;
    }
    expect(Math.abs(taken - 1000)).toBeLessThan(20);
    expect(Math.abs(held / (50 * MS) - 1)).toBeLessThan(0.05);
  });

  it('threads that spin for each other in turn do not wait in a circle', () => {
    const turns = drawProfile(100)
      .worker(1, 2, 100)
      .worker(1, 2, 100)
      .waitPoint(
        [
          [2, 3, 10],
          [1, 10, 20],
          [2, 20, 30],
          [1, 30, 40],
        ],
        { meaning: 'handoff', how: 'spin', notifiers: [1, 2] },
      )
      .thread(0, (main) => (main.schedule = schedule([100, 0])))
      .done();
    const replayed = simulate(buildPlan(turns, MACHINE), { seed: 1 });
    expect(replayed.stuck).toBe(false);
    expect(replayed.makespanNs / MS).toBeCloseTo(100, -1);
  });

  it('those that meet at a barrier wait for the last, not for whoever was last when recorded', () => {
    const meeting = drawProfile(100)
      .worker(1, 2, 100)
      .worker(1, 2, 100)
      .waitPoint([[1, 30, 50]], {
        meaning: 'barrier',
        notifiers: [2],
        notifies: { thread: Int32Array.of(2), atNs: Float64Array.of(49 * MS) },
      })
      .done();
    const plan = buildPlan(meeting, MACHINE);
    const awaited = [...plan.ops.code].flatMap((code, at) => (code === OpCode.AwaitSignal ? [plan.ops.ns[at]] : []));
    expect(awaited).toEqual([2]);
    expect(simulate(plan, { seed: 1 }).stuck).toBe(false);
  });

  it('a task whose end was lost ends where the next begins, and computes once', () => {
    const lost = drawProfile(100)
      .pool(1)
      .tasks([10, 20, 30, 40].map((start) => task(1, 0, start, Number.NaN)))
      .done();
    const plan = buildPlan(lost, MACHINE);
    expect([0, 1, 2, 3].map((row) => bodyOf(plan, row))).toEqual(
      [10, 10, 10, 60].map((ms) => [[OpCode.Compute, 0, ms]]),
    );
  });

  it('workers made anew for each task keep it; those of a pool do not', () => {
    const churn = drawProfile(60, 1);
    churn.pool(0, { library: 'workerpool', threads: [1, 2, 3], peakThreads: 1, minThreads: 0, maxThreads: 1 });
    for (const at of [1, 21, 41]) churn.worker(at, at + 1, at + 20, { pool: 0, origin: 'workerpool' });
    const plan = buildPlan(churn.tasks([task(1, 1, 2, 20), task(2, 21, 22, 40), task(3, 41, 42, 60)]).done(), MACHINE);
    expect([...plan.tasks.pinnedTo]).toEqual([1, 2, 3]);
    expect(plan.threads.slice(1, 4).map(({ start }) => start)).toEqual(['spawn', 'spawn', 'spawn']);

    const pool = drawProfile(60)
      .pool(2)
      .tasks([task(1, 0, 0, 20), task(2, 0, 0, 20)])
      .done();
    expect([...buildPlan(pool, MACHINE).tasks.pinnedTo]).toEqual([-1, -1]);
  });

  it("Node's own threads are one more thread, as busy as the process was besides", () => {
    const helped = drawProfile(100)
      .pool(1)
      .tasks([task(1, 0, 0, 100)])
      .thread(0, (main) => (main.schedule = schedule([100, 0])))
      .thread(1, (worker) => (worker.schedule = schedule([50, 50], [100, 50])))
      .done();
    helped.host.processCpu = {
      atNs: Float64Array.of(0, 50 * MS, 100 * MS),
      cpuNs: Float64Array.of(0, 70 * MS, 140 * MS),
    };
    const plan = buildPlan(helped, MACHINE);
    const helper = plan.threads.at(-1);
    expect(helper?.helper).toBe(true);
    const replayed = simulate(plan, { seed: 1 });
    expect((replayed.threads.at(-1)?.onCpuNs ?? 0) / MS).toBeCloseTo(40, 3);
  });
});

describe('the whole', () => {
  const drawTasks = fc.array(
    fc.record({ length: fc.integer({ min: 1, max: 20 }), pause: fc.integer({ min: 0, max: 10 }), worker: fc.nat(1) }),
    { minLength: 1, maxLength: 40 },
  );
  /** Tasks submitted at once to workers that take them as they come free, on cores enough. */
  function drawQueue(lengths: readonly number[]): Profile {
    const free = [0, 0];
    const tasks = lengths.map((length) => {
      const worker = (free[0] as number) <= (free[1] as number) ? 0 : 1;
      const start = free[worker] as number;
      free[worker] = start + length;
      return task(worker + 1, 0, start, start + length, { dispatch: start });
    });
    return drawProfile(Math.max(...free), 4)
      .pool(2)
      .tasks(tasks)
      .thread(0, (main) => (main.schedule = schedule([Math.max(...free), 0])))
      .done();
  }

  it('a queue worked off by a pool is replayed as it was', () => {
    fc.assert(
      fc.property(drawTasks, (tasks) => {
        expect(replayError(drawQueue(tasks.map(({ length }) => length)))).toBeLessThan(0.01);
      }),
      { numRuns: 50 },
    );
  });

  it('the same profile gives the same plan and is not changed', () => {
    fc.assert(
      fc.property(drawTasks, (tasks) => {
        const profile = drawQueue(tasks.map(({ length }) => length));
        const before = structuredClone(profile);
        expect(buildPlan(profile, MACHINE)).toEqual(buildPlan(profile, MACHINE));
        expect(profile).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});

describe('checkIdentity', () => {
  const profile = drawProfile(60)
    .pool(2)
    .tasks([task(1, 0, 0, 60), task(2, 0, 0, 20)])
    .done();
  const plan = buildPlan(profile, MACHINE);
  const run = simulate(plan, { seed: 1 });

  it('accepts a replay that gives the run, also when workers of a pool changed places', () => {
    expect(checkIdentity(profile, plan, run)).toMatchObject({ ok: true, reason: '' });
    const [main, first, second] = run.threads;
    const swapped = { ...run, threads: [main, second, first] as typeof run.threads };
    expect(checkIdentity(profile, plan, swapped).threadError).toBeLessThan(0.01);
  });

  it('says where a replay goes apart', () => {
    const [main, first, second] = run.threads as [
      (typeof run.threads)[0],
      (typeof run.threads)[0],
      (typeof run.threads)[0],
    ];
    const slower = { ...run, makespanNs: 80 * MS, threads: [main, { ...first, onCpuNs: 80 * MS }, second] };
    const check = checkIdentity(profile, plan, slower);
    expect(check.ok).toBe(false);
    expect(check.reason).toContain('+33 %');
    expect(check.reason).toContain('thread 1');
  });

  it('refuses a replay that got stuck, whatever its times', () => {
    const check = checkIdentity(profile, plan, { ...run, stuck: true, tasksDone: 1 });
    expect(check.ok).toBe(false);
    expect(check.reason).toContain('1 of 2 tasks');
  });
});
