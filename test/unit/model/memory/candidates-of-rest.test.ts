import { describe, expect, it } from 'vitest';
import { choosePatterns, listCandidates } from '../../../../src/model/memory/candidates.js';
import type { Walk } from '../../../../src/model/memory/memory-profile.js';
import { allocationOf, emptyMemory, sharedBuffer, walkOf } from './draw-memory.js';

describe('garbage', () => {
  const object = (draft: Parameters<typeof allocationOf>[0]) =>
    allocationOf({ what: 'object', objectBytes: 40, countByThread: [[1, 1e6]], ...draft });
  const patterns = (...drafts: Parameters<typeof allocationOf>[0][]) =>
    choosePatterns({ ...emptyMemory(), allocations: drafts.map(object) }).map(({ pattern }) => pattern);

  it('is replayed for each place that makes a hundredth, where all of a group make a tenth', () => {
    expect(patterns({ share: 0.06 }, { share: 0.05, objectBytes: 72, doubles: 2 }, { share: 0.005 })).toHaveLength(2);
    expect(patterns({ share: 0.06 }, { share: 0.05, threads: [3] })).toEqual([]);
  });

  it('of like size, of which as much is kept, is replayed once', () => {
    const [one, ...others] = patterns({ objectBytes: 150, keptBytes: 4e5 }, { objectBytes: 165, keptBytes: 7e5 });
    expect(one).toMatchObject({ bytes: 160, keptBytes: 2 ** 20 });
    expect(others).toEqual([]);
    expect(patterns({ keptBytes: 1000 })).toMatchObject([{ bytes: 40, keptBytes: 0 }]);
  });

  it('is collected with what all places of its group keep', () => {
    expect(patterns({ keptBytes: 2 ** 19 }, { objectBytes: 72, keptBytes: 2 ** 19 })).toMatchObject([
      { bytes: 40, keptBytes: 2 ** 20 },
      { bytes: 72, keptBytes: 2 ** 20 },
    ]);
  });
});

describe('a sum at a shared place', () => {
  const counter = (draft: Partial<Walk>): Walk =>
    walkOf({ text: 'Atomics.add(done, 0, 1)', what: 'atomic', readShare: 1, writeShare: 1, accesses: 1e6, ...draft });
  const runLength = (draft: Partial<Walk>): unknown => {
    const shared = [sharedBuffer({ sharing: 'true' })];
    const [found] = listCandidates({ ...emptyMemory(), walks: [counter(draft)], shared });
    return found?.request.pattern.kind === 'sharing' ? found.request.pattern.runLength : undefined;
  };

  it.each([
    ['goes on over calls of a function', { runLength: 1 }, 1000],
    ['goes on over an update that is not atomic', { text: 'done[0]', runLength: 1 }, 1000],
    ['is stored at the end of a long loop', { runLength: 50_000 }, 50_000],
    ['is of no more than a thread does', { runLength: 1, accesses: 60 }, 30],
    ['is none where a lock is taken', { text: 'Atomics.compareExchange(lock, 0, 0, 1)', runLength: 2 }, 2],
    ['is none where a flag is set', { text: 'flags[0]', readShare: 0, runLength: 2 }, 2],
  ])('%s', (_, draft, expected) => {
    expect(runLength(draft)).toBe(expected);
  });
});
