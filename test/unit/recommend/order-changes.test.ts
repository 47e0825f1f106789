import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { orderChanges } from '../../../src/recommend/order-changes.js';
import type { Choice } from '../../../src/recommend/proposal.js';
import type { WhatIf } from '../../../src/recommend/what-if.js';
import { BASE_NS, fakeWhatIf, savings } from './fake-what-if.js';

const POOL: Edit = { kind: 'pool-size', pool: 0, threads: 4 };
const SHARDS: Edit = { kind: 'shard-lock', lock: 1, shards: 4 };
const SHORTER: Edit = { kind: 'shorten-hold', lock: 1, share: 0.5, moved: true };
const GC: Edit = { kind: 'remove-gc' };

function order(edits: readonly Edit[], whatIf: WhatIf, after: (edit: Edit) => number[] = () => []): string[] {
  const candidates = edits.map((edit, findingIndex): Choice => ({
    proposal: { finding: null, findingIndex, variants: [edit], after: after(edit), site: -1 },
    edit,
    makespanNs: whatIf.makespanNs([edit]) ?? BASE_NS,
  }));
  return orderChanges(candidates, whatIf, { baseNs: BASE_NS, minSpeedUp: 1.05 }).map(({ edit }) => edit.kind);
}

describe('orderChanges', () => {
  it('puts what saves most for its effort first', () => {
    const whatIf = fakeWhatIf(savings({ 'pool-size': 2e8, 'shorten-hold': 3e8, 'shard-lock': 3e8 }));
    expect(order([SHARDS, SHORTER, POOL], whatIf)).toEqual(['pool-size', 'shorten-hold', 'shard-lock']);
  });

  it('leaves out what adds nothing beside what is done already', () => {
    // Either of the two frees the lock.
    const whatIf = fakeWhatIf((edits) => (edits.length > 0 ? 5e8 : BASE_NS));
    expect(order([SHARDS, SHORTER], whatIf)).toEqual(['shorten-hold']);
  });

  it('finds what pays only once another limit is gone', () => {
    const whatIf = fakeWhatIf((edits) => {
      const kinds = new Set(edits.map(({ kind }) => kind));
      if (!kinds.has('shorten-hold')) return BASE_NS;
      return kinds.has('pool-size') ? 3e8 : 6e8;
    });
    expect(order([POOL, SHORTER], whatIf)).toEqual(['shorten-hold', 'pool-size']);
  });

  it('sets a pool to one size only', () => {
    const whatIf = fakeWhatIf((edits) => BASE_NS * 0.7 ** edits.length);
    expect(order([POOL, { ...POOL, threads: 8 }, GC], whatIf)).toEqual(['pool-size', 'remove-gc']);
  });

  it('leaves a symptom alone as long as nothing is done about its cause', () => {
    const whatIf = fakeWhatIf(savings({ 'pool-size': 5e8, 'shorten-hold': 2e8 }));
    const afterFirst = ({ kind }: Edit): number[] => (kind === 'pool-size' ? [0] : []);
    expect(order([SHORTER, POOL], whatIf, afterFirst)).toEqual(['shorten-hold', 'pool-size']);
    const idle = fakeWhatIf(savings({ 'pool-size': 5e8 }));
    expect(order([SHORTER, POOL], idle, afterFirst)).toEqual([]);
  });

  it('does not replay more than it may', () => {
    const whatIf = fakeWhatIf((edits) => BASE_NS * 0.7 ** edits.length, { replays: 4 });
    expect(order([POOL, SHORTER, SHARDS, GC], whatIf)).toEqual(['pool-size']);
    expect(whatIf.asked).toHaveLength(4);
  });

  it('ends, whatever replays say', () => {
    const outcome = fc.func(fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 2e9 })));
    fc.assert(
      fc.property(outcome, (makespan) => {
        const whatIf = fakeWhatIf((edits) => makespan(JSON.stringify(edits)), { replays: Infinity });
        const found = order([POOL, SHORTER, SHARDS, GC], whatIf);
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });
});
