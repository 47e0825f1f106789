import { describe, expect, it } from 'vitest';
import { parseStat } from '../../../src/launch/process-tree.js';

const FIELDS = 'S 7 100 100 0 -1 4194560 1 0 0 0 1 2 0 0 20 0 11 0 123456 1 2 3';

describe('parseStat', () => {
  it('reads parent and start time', () => {
    expect(parseStat(`42 (node) ${FIELDS}`)).toEqual([{ pid: 42, parentPid: 7, startedAt: '123456' }]);
  });

  it('is not led astray by names', () => {
    expect(parseStat(`42 (a) S (b c) ${FIELDS}`)).toMatchObject([{ pid: 42, parentPid: 7 }]);
  });

  it('counts a zombie as ended', () => {
    expect(parseStat(`42 (node) ${FIELDS.replace('S', 'Z')}`)).toEqual([]);
  });
});
