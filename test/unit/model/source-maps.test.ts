import { describe, expect, it } from 'vitest';
import { createFrameResolver } from '../../../src/model/source-maps.js';

/** One mapping: generated 1:1 is line 5, column 3 of the source. */
const MAP = JSON.stringify({ version: 3, sources: ['../src/turn.ts'], names: [], mappings: 'AAIE' });
const RAW = { functionName: 'takeTurn', file: '/app/dist/turn.js', line: 1, column: 1 };

describe('createFrameResolver', () => {
  it('follows a map and keeps the generated position', () => {
    const frame = createFrameResolver(() => MAP)(RAW);
    expect(frame).toMatchObject({ file: '/app/src/turn.ts', line: 5, column: 3, owner: 'user' });
    expect(frame.generated).toEqual({ file: '/app/dist/turn.js', line: 1, column: 1 });
  });

  it('reads each map once, and none of dependencies', () => {
    const read: string[] = [];
    const resolve = createFrameResolver((file) => {
      read.push(file);
      return undefined;
    });
    for (const file of ['/app/a.js', '/app/a.js', '/app/node_modules/p/x.js', 'node:fs']) resolve({ ...RAW, file });
    expect(read).toEqual(['/app/a.js']);
  });

  it('stays with the generated position when the map is broken', () => {
    expect(createFrameResolver(() => '{"version": 3')(RAW)).toEqual({ ...RAW, owner: 'user' });
  });
});
