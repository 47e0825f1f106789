import { expect, it } from 'vitest';
import { whyNotTold } from '../../../src/predict/refuse-edits.js';
import { awaitIo, blockIo, compute, planOf } from './plan-builder.js';

const MS = 1_000_000;

const pool = (threads: number, body: ReturnType<typeof compute>[]) =>
  planOf({
    cores: 2,
    threads: [{}, ...Array.from({ length: threads }, () => ({ pool: 0, start: 'pool' as const }))],
    pools: [{ minThreads: threads, maxThreads: threads }],
    tasks: Array.from({ length: 40 }, () => ({ pool: 0, body })),
  });
const size = (threads: number) => ({ kind: 'pool-size' as const, pool: 0, threads });

it('tells what more threads do for work that computes', () => {
  expect(whyNotTold(pool(2, [compute(MS)]), size(4))).toBeUndefined();
  expect(whyNotTold(pool(2, [compute(MS), blockIo(MS)]), size(16))).toBeUndefined();
});

it('does not tell it where somebody outside decides', () => {
  expect(whyNotTold(pool(2, [compute(MS), blockIo(9 * MS)]), size(4))).toContain('outside of the program');
  expect(whyNotTold(pool(2, [compute(MS), awaitIo(9 * MS)]), size(4))).toContain('outside of the program');
});

it('does not tell what warm workers would gain where none got warm', () => {
  expect(whyNotTold(pool(20, [compute(MS)]), { kind: 'reuse-workers', threads: 2 })).toContain('task or two');
  expect(whyNotTold(pool(4, [compute(MS)]), { kind: 'reuse-workers', threads: 2 })).toBeUndefined();
});

it('does not call polling free that it does not have', () => {
  expect(whyNotTold(pool(2, [compute(MS)]), { kind: 'notify-instead-of-poll' })).toContain('too short');
});
