import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detect } from '../../../src/detect/detect.js';
import type { Profile } from '../../../src/model/profile.js';
import { drawProfile, fillWorkers, MS, type DrawnTask, type DrawnWait } from './draw-profile.js';

const tasks = fc.array(
  fc.record({
    thread: fc.integer({ min: 1, max: 3 }),
    submit: fc.integer({ min: 0, max: 900 }),
    queue: fc.integer({ min: 0, max: 50 }),
    length: fc.integer({ min: 1, max: 100 }),
    agent: fc.integer({ min: -1, max: 3 }),
  }),
  { maxLength: 60 },
);
const waits = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 100 })),
  { maxLength: 40 },
);
const messages = fc.record({ count: fc.nat(10_000), bytes: fc.nat(1e8), ms: fc.nat(900) });

const profiles = fc.record({ tasks, waits, messages, mainMs: fc.nat(1000), holdMs: fc.nat(1000) }).map((drawn) => {
  const draw = drawProfile(1100, 2).pool(3);
  const site = draw.site('main.js:1');
  const list = drawn.tasks.map(({ thread, submit, queue, length, agent }): DrawnTask => {
    const start = submit + queue;
    return { thread, submit, dispatch: start, start, end: start + length, site, agent };
  });
  const blocked = drawn.waits.map(([thread, begin, length]): DrawnWait => [thread, begin, begin + length]);
  const { count, bytes, ms } = drawn.messages;
  return draw
    .tasks(list)
    .lock(blocked, { holdNs: drawn.holdMs * MS })
    .waitPoint(blocked.slice(0, 10), { meaning: 'handoff', how: 'poll', site, emptyLooks: 20 })
    .messages({ site, count, bytes, bytesKnownFor: count, serialiseNs: ms * MS })
    .thread(0, ({ states }) => (states.onCpuNs = drawn.mainMs * MS))
    .hot('work', site, 100, 50)
    .done();
});

/** All times of a profile: any field whose name ends in Ns. Rounded times would make the thresholds flicker. */
function scaleTimes(value: unknown, factor: number, key = ''): unknown {
  if (typeof value === 'number') return key.endsWith('Ns') ? value * factor : value;
  if (value instanceof Float64Array) return key.endsWith('Ns') ? value.map((ns) => ns * factor) : value;
  if (ArrayBuffer.isView(value) || value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => scaleTimes(item, factor, key));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, scaleTimes(item, factor, name)]));
}

function spoil(value: unknown, key = ''): unknown {
  return scaleTimes(value, Number.NaN, key);
}
const idsOf = (profile: Profile): string[] => detect(profile).findings.map(({ id, level }) => `${id} ${level}`);

describe('detect', () => {
  it('finds the same however fast the clock runs', () => {
    fc.assert(
      fc.property(profiles, fc.constantFrom(2, 4, 8), (profile, factor) => {
        expect(idsOf(scaleTimes(profile, factor) as Profile)).toEqual(idsOf(profile));
      }),
      { numRuns: 60 },
    );
  });

  it('does not look at names', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const renamed = {
          ...profile,
          threads: profile.threads.map((thread) => ({ ...thread, name: 'x', threadId: 99, file: '' })),
        };
        expect(idsOf(renamed)).toEqual(idsOf(profile));
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same detection twice', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        expect(JSON.stringify(detect(profile))).toBe(JSON.stringify(detect(profile)));
      }),
      { numRuns: 20 },
    );
  });

  it('keeps shares and weights within the run', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        for (const finding of detect(profile).findings) {
          expect(finding.makespanShare).toBeGreaterThanOrEqual(0);
          expect(finding.makespanShare).toBeLessThanOrEqual(1);
          expect(finding.threadTimeShare).toBeLessThanOrEqual(1);
          expect(finding.weightNs).toBeLessThanOrEqual(profile.run.endNs - profile.run.beginNs);
          expect(finding.title).not.toMatch(/NaN|undefined|Infinity|\?/);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never throws, and finds no problem, where no time is known', () => {
    fc.assert(
      fc.property(profiles, (profile) => {
        const { findings } = detect(spoil(profile) as Profile);
        expect(findings.filter(({ level }) => level === 'problem')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('finds nothing in an empty profile', () => {
    expect(detect({ ...drawProfile(0).done(), threads: [] }).findings).toEqual([]);
    expect(detect(drawProfile(1000).done()).findings).toEqual([]);
  });

  it('works without a scheduler', () => {
    const profile = drawProfile(1000, 4)
      .pool(1)
      .tasks(fillWorkers([1], 100, 10))
      .quality({ schedulerKnown: false })
      .done();
    for (const { states } of profile.threads)
      Object.assign(states, { onCpuNs: Number.NaN, runnableNs: Number.NaN, ioNs: states.onCpuNs });
    expect(() => detect(profile)).not.toThrow();
  });
});
