import { describe, expect, it } from 'vitest';
import { listCandidates } from '../../../../src/model/memory/candidates.js';
import type { Walk } from '../../../../src/model/memory/memory-profile.js';
import { emptyMemory, field, objectsOf } from './draw-memory.js';

const candidatesOf = (walks: Walk[]) => listCandidates({ ...emptyMemory(), walks });
const kinds = (walks: Walk[]): string[] => candidatesOf(walks).map(({ kind }) => kind);
const planOf = (walks: Walk[]) => candidatesOf(walks)[0];

describe('what is worth replaying of objects', () => {
  it('is fields in a function that is called for each element, where there are many', () => {
    const made = { site: 0, keys: 2, countByThread: [[1, 50_000]] as [number, number][], measured: null };
    const each = field('p.x', { isCallback: true, containers: 512, samples: 1024, windows: 2, made });
    expect(kinds([each])).toEqual(['array-of-objects', 'array-of-objects']);
    expect(planOf([each])?.request.pattern).toMatchObject({ kind: 'objects', length: 50_000 });
    expect(kinds([{ ...each, isCallback: false }])).toEqual([]);
  });

  it('is making the objects of an array too, where it is known what makes them', () => {
    const countByThread: [number, number][] = [
      [1, 400_000],
      [2, 300_000],
    ];
    const made = { site: 0, keys: 6, countByThread, measured: null };
    const memory = { ...emptyMemory(), walks: [objectsOf(100_000), field('p.x', { made })] };
    expect(listCandidates(memory).map(({ row, request }) => [row.table, request.pattern])).toEqual([
      ['walks', expect.objectContaining({ kind: 'objects', length: 100_000 })],
      ['made', { kind: 'making', threads: 2, length: 100_000, rounds: 4, fields: 6, values: 'integer' }],
    ]);
  });

  it('is objects whose fields are read right where they stand', () => {
    const at = (text: string, draft: Partial<Walk> = {}): Walk => ({
      ...objectsOf(100_000),
      text,
      fields: ['x', 'y'],
      shapes: 1,
      ...draft,
    });
    const walks = [at('list[i].x'), at('list[i].y', { site: 1 })];
    expect(kinds(walks)).toEqual(['array-of-objects']);
    expect(planOf(walks)?.request.pattern).toMatchObject({
      kind: 'objects',
      length: 100_000,
      used: 2,
      fields: 2,
      step: 1,
    });
    expect(kinds([at('list[i].x', { shapes: 9 })])).toEqual(['megamorphic-site']);
    expect(kinds([at('list[i]')])).toEqual([]);
    expect(kinds([at('list[i].name')])).toEqual([]);
  });
});
