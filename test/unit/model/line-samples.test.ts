import { describe, expect, it } from 'vitest';
import { createLineResolver, createSourceMaps } from '../../../src/model/source-maps.js';
import { BlobKind, RecordType } from '../../../src/trace/records.js';
import { buildTrace, type ThreadScript } from '../../build-trace.js';
import { profileOf } from './profile-of.js';

const WALK = [1, 0, 'walk', 'file:///app/walk.js', 3, 1];
const INLINED = [2, 1, 'walk', 'file:///app/walk.js', 3, 1];
const OTHER = [3, 0, 'other', 'file:///app/walk.js', 20, 1];

/** CPU samples of a thread: how many on which stack node, all within the run. */
function sample(thread: ThreadScript, counts: Record<number, number>, ticks: [number, number, number][]): void {
  const { writer } = thread;
  writer.blob(1e6, BlobKind.StackNodes, 0, [WALK, INLINED, OTHER]);
  writer.blob(1e6, BlobKind.LineTicks, 0, ticks);
  let at = 1e6;
  for (const [id, count] of Object.entries(counts)) {
    for (let turn = 0; turn < count; turn++) writer.record((at += 20e3), RecordType.Sample, Number(id), 0);
  }
}

describe('lineSamples', () => {
  it('spread the samples of a function over its lines, by thread', () => {
    const trace = buildTrace();
    const main = trace.thread(0).start(0).makes(1, 1);
    const worker = trace.thread(1).start(10);
    sample(worker, { 1: 6, 2: 3, 3: 1 }, [
      [1, 4, 2],
      [1, 5, 6],
      [2, 5, 4],
      [3, 21, 1],
    ]);
    main.end(9000);
    const profile = profileOf(trace, 9000);
    const named = profile.lineSamples?.map(({ site, ...rest }) => ({
      ...rest,
      functionName: profile.sites[site]?.frames[0]?.functionName,
    }));
    expect(named).toEqual([
      { thread: 1, file: '/app/walk.js', line: 4, samples: 1.5, functionName: 'walk' },
      { thread: 1, file: '/app/walk.js', line: 5, samples: 7.5, functionName: 'walk' },
      { thread: 1, file: '/app/walk.js', line: 21, samples: 1, functionName: 'other' },
    ]);
  });

  it('are none of a function that the profiler counted no lines for', () => {
    const trace = buildTrace();
    const main = trace.thread(0).start(0);
    sample(main, { 1: 6, 3: 2 }, [[3, 21, 2]]);
    main.end(9000);
    expect(profileOf(trace, 9000).lineSamples?.map(({ line }) => line)).toEqual([21]);
  });

  it('tolerate what is no list of counts', () => {
    const trace = buildTrace();
    const main = trace.thread(0).start(0);
    sample(main, { 1: 6 }, [[1, 4, 5]]);
    main.writer.blob(2e6, BlobKind.LineTicks, 0, [null, 'x', [1], [99, 1, 1], [1, 7, -3]]);
    main.writer.blob(2e6, BlobKind.LineTicks, 0, { no: 'list' });
    main.end(9000);
    expect(profileOf(trace, 9000).lineSamples?.map(({ line, samples }) => [line, samples])).toEqual([[4, 6]]);
  });
});

describe('createLineResolver', () => {
  const resolverOf = (mappings: string) =>
    createLineResolver(createSourceMaps(() => JSON.stringify({ version: 3, sources: ['a.ts'], names: [], mappings })));

  it('follows a line to the one it was made from, indented or not', () => {
    // Line 2, column 4 is line 7 of a.ts.
    expect(resolverOf(';IAMA')('/app/a.js', 2)).toEqual({ file: '/app/a.ts', line: 7 });
  });

  it('does not guess where one line was made from many', () => {
    expect(resolverOf('AAAA,CACA,CACA,CACA,CACA')('/app/a.js', 1)).toBeUndefined();
    expect(resolverOf('AAAA')('/app/a.js', 2)).toBeUndefined();
  });

  it('takes a line as it is where there is no map', () => {
    expect(createLineResolver(() => undefined)('/app/a.js', 9)).toEqual({ file: '/app/a.js', line: 9 });
  });
});
