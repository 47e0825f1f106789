import { describe, expect, it } from 'vitest';
import { checkWorkload } from '../../../src/pool/check-workload.js';
import { defineWorkload } from '../../../src/pool/workload.js';

const good = defineWorkload({ worker: './w.mjs', agents: 2, rounds: 3, input: (agent, round) => ({ agent, round }) });

describe('checkWorkload', () => {
  it('warms up for a round where there are more than two', () => {
    expect(checkWorkload(good, 'a')).toMatchObject({ warmup: 1 });
    expect(checkWorkload({ ...good, rounds: 2 }, 'a')).toMatchObject({ warmup: 0 });
    expect(checkWorkload({ ...good, warmup: 2 }, 'a')).toMatchObject({ warmup: 2 });
  });

  it('takes a URL for the worker', () => {
    expect(checkWorkload({ ...good, worker: new URL('file:///w.mjs') }, 'a').worker).toBeInstanceOf(URL);
  });

  it('names all that is missing', () => {
    expect(() => checkWorkload({}, 'x.workload.ts')).toThrow(
      /x\.workload\.ts is no workload:\n  - `worker` is missing\n  - `agents` is missing\n  - `rounds` is missing\n  - `input` is missing/,
    );
  });

  it.each([
    [5, /default export must be an object/],
    [{ ...good, agents: 1.5 }, /`agents` must be a whole number of at least 1/],
    [{ ...good, agents: 70_000 }, /`agents` must be at most 65535/],
    [{ ...good, worker: '' }, /`worker` must be/],
    [{ ...good, input: {} }, /`input` must be a function/],
    [{ ...good, warmup: 3 }, /`warmup` \(3\) must leave at least one of 3 rounds/],
    [{ ...good, options: [] }, /`options` must be an object/],
    [{ ...good, setup: 1 }, /`setup` must be a function/],
  ])('refuses %j', (exported, says) => {
    expect(() => checkWorkload(exported, 'a')).toThrow(says);
  });
});
