import { describe, expect, it } from 'vitest';
import { readMemoryLines } from '../../../../src/trace/read-memory-lines.js';
import { placeOf } from '../profile-of.js';
import { memoryOf, timed } from './memory-of.js';
import { FILE, recordThread } from './record-thread.js';

const counters = (threadId: number, begin: number, time: [number, number] = [0, 100]) =>
  recordThread(threadId)
    .loop(0, 10, 12)
    .site(0, 0, 11, 'Atomics.add(counts, me, 1)', 'atomic')
    .window(0, {}, { site: 0, strides: [[0, 2047]] })
    .buffer('s', 4096)
    .shared('s', time, [{ begin, end: begin + 4, reads: 50, writes: 50, atomics: 50 }]);

describe('shared lines', () => {
  const lines = (...threads: Parameters<typeof memoryOf>[1]) =>
    memoryOf(timed({ 11: 0.5 }), threads).memory.shared[0]?.lines;

  it('are shared falsely where threads use bytes of their own', () => {
    const [line] = lines(counters(1, 0), counters(2, 4)) ?? [];
    expect(line).toMatchObject({ offset: 0, lineBytes: 64, sharing: 'false', cpuShare: 0.5 });
    expect(
      line?.users.map(({ offsets, atomics, reads, writes, part }) => ({ offsets, atomics, reads, writes, part })),
    ).toEqual([
      { offsets: [[0, 4]], atomics: 50, reads: 0, writes: 0, part: 1 },
      { offsets: [[4, 8]], atomics: 50, reads: 0, writes: 0, part: 1 },
    ]);
  });

  it('take in all places that go to them, each with its own', () => {
    const both = (threadId: number, begin: number) =>
      counters(threadId, begin)
        .site(1, 0, 12, 'Atomics.add(counts, me + 1, 1)', 'atomic')
        .shared('s', [0, 100], [{ begin: begin + 4, end: begin + 8, reads: 40, writes: 40, atomics: 40, site: 1 }]);
    const { sites, memory } = memoryOf(timed({ 11: 0.5 }), [both(1, 0), both(2, 8)]);
    const users = memory.shared[0]?.lines[0]?.users;
    expect(users?.map((user) => user.sites.map((site) => placeOf(sites, site)))).toEqual([
      ['work.js:11', 'work.js:12'],
      ['work.js:11', 'work.js:12'],
    ]);
    expect(users?.map(({ part }) => part)).toEqual([1, 1]);
  });

  it('are shared truly where they use the same', () => {
    expect(lines(counters(1, 8), counters(2, 8))).toMatchObject([{ sharing: 'true' }]);
  });

  it('count two lines that are fetched together, but not ones further apart', () => {
    expect(lines(counters(1, 0), counters(2, 64))).toMatchObject([{ lineBytes: 128, sharing: 'false' }]);
    expect(lines(counters(1, 0), counters(2, 128))).toEqual([]);
    expect(lines(counters(1, 64), counters(2, 128))).toEqual([]);
  });

  it('are none where threads took turns, or only read', () => {
    expect(lines(counters(1, 0, [0, 100]), counters(2, 4, [100, 200]))).toEqual([]);
    const reader = (id: number) =>
      recordThread(id)
        .buffer('s', 64)
        .shared('s', [0, 9], [{ end: 8, reads: 9, atomics: 9 }]);
    expect(lines(reader(1), reader(2))).toEqual([]);
  });

  it('take as much of their loop as goes to them: next to nothing where pieces of an array meet', () => {
    const piece = (threadId: number, begin: number) =>
      counters(threadId, begin).shared('s', [0, 100], [{ begin: begin + 4, end: begin + 80_000, writes: 20_000 }]);
    const [line] = lines(piece(1, 0), piece(2, 80_000)) ?? [];
    expect(line === undefined || line.cpuShare < 0.01).toBe(true);
  });

  it('are mapped by who reads and writes them', () => {
    const { memory } = memoryOf(timed({}), [
      recordThread(1)
        .buffer('s', 512)
        .shared('s', [0, 9], [{ begin: 0, end: 128, writes: 9 }]),
      recordThread(2)
        .buffer('s', 512)
        .shared('s', [0, 9], [{ begin: 64, end: 256, reads: 9 }]),
    ]);
    expect(memory.shared[0]?.map).toEqual([
      { beginLine: 0, endLine: 1, readers: [], writers: [1] },
      { beginLine: 1, endLine: 2, readers: [2], writers: [1] },
      { beginLine: 2, endLine: 4, readers: [2], writers: [] },
    ]);
  });
});

describe('allocations', () => {
  it('belong to the innermost line of the program, with their part of the collecting', () => {
    const profile = timed({});
    for (const { gc } of profile.threads) gc.totalNs = 1e6;
    const stack = (line: number) => [
      'at map (native)',
      'at load (/app/node_modules/x/i.js:3:1)',
      `at work (${FILE}:${line}:5)`,
    ];
    const joined = memoryOf(profile, [
      recordThread(1).allocations([
        { stack: stack(7), bytes: 300, samples: 3 },
        { stack: stack(9), bytes: 100, samples: 1, liveBytes: 50 },
      ]),
    ]);
    const [first, second] = joined.memory.allocations;
    expect(placeOf(joined.sites, first?.site ?? -1)).toBe('work.js:7');
    expect(first).toMatchObject({ bytes: 300, share: 0.75, objectBytes: Number.NaN, gcNs: 0.75e6, threads: [1] });
    expect(second).toMatchObject({ liveBytes: 50, gcNs: 0.25e6, objectBytes: Number.NaN });
  });

  it('are divided among the places in a function where objects are made', () => {
    const at = { functionLine: 7, functionColumn: 5 };
    const thread = (id: number) =>
      recordThread(id)
        .make(0, 8, { ...at, what: 'object', bytes: 40 }, 100)
        .make(1, 9, { ...at, what: 'array', bytes: null }, 50)
        .make(2, 30, { functionLine: 29, what: 'object', bytes: 40 }, 1000)
        .allocations([{ stack: [`at work (${FILE}:7:5)`], bytes: 10_000, samples: 100, liveBytes: 1000 }]);
    const joined = memoryOf(timed({}), [thread(1), thread(2)]);
    const rows = joined.memory.allocations;
    expect(rows.map(({ site }) => placeOf(joined.sites, site))).toEqual(['work.js:9', 'work.js:8']);
    expect(rows).toMatchObject([
      { what: 'array', bytes: 12_000, share: 0.6, samples: 120, liveBytes: 1200, objectBytes: 120 },
      { what: 'object', bytes: 8000, share: 0.4, objectBytes: 40 },
    ]);
    expect(rows[1]?.countByThread).toEqual([
      [1, 100],
      [2, 100],
    ]);
  });

  it('are those of the functions below, where one makes nothing itself, or far less than counts for it', () => {
    const at = (line: number) => ({ functionLine: line, functionColumn: 5 });
    const thread = (own: number) =>
      recordThread(1)
        .make(0, 8, { ...at(7), bytes: 40 }, 100)
        .make(1, 21, { ...at(20), bytes: 40 }, own)
        .allocations(
          [
            { stack: [`at add (${FILE}:7:5)`, `at step (${FILE}:20:5)`], bytes: 1000, samples: 10 },
            { stack: [`at step (${FILE}:20:5)`], bytes: 9000, samples: 90 },
          ],
          1000,
        );
    const rows = (own: number) => {
      const joined = memoryOf(timed({}), [thread(own)]);
      return joined.memory.allocations.map(({ site, bytes, keptBytes }) => [
        placeOf(joined.sites, site),
        bytes,
        keptBytes,
      ]);
    };
    expect(rows(0)).toEqual([['work.js:8', 10_000, 1000]]);
    expect(rows(1)).toEqual([
      ['work.js:8', 9920, 992],
      ['work.js:21', 80, 8],
    ]);
    // As far as it makes them itself, they are its own.
    expect(rows(200)[0]).toEqual(['work.js:21', 9000, 900]);
  });

  it('have a box for each field that was seen to hold a double', () => {
    const thread = (doubleFields: string[]) =>
      recordThread(1)
        .loop(0, 10, 12)
        .site(0, 0, 11, 'p.x', 'property')
        .window(0, {}, { site: 0, fields: ['x', 'y'], doubleFields })
        .make(0, 8, { functionLine: 7, functionColumn: 5, bytes: 40, keys: ['x', 'y', 'id'] }, 100)
        .allocations([{ stack: [`at work (${FILE}:7:5)`], bytes: 10_000, samples: 10 }]);
    const row = (doubleFields: string[]) => memoryOf(timed({}), [thread(doubleFields)]).memory.allocations[0];
    expect(row([])).toMatchObject({ doubles: 0, objectBytes: 40 });
    expect(row(['x', 'y'])).toMatchObject({ doubles: 2, objectBytes: 72 });
  });

  it('are fewer than were made where V8 did without', () => {
    const thread = (bytes: number) =>
      recordThread(1)
        .make(0, 8, { functionLine: 7, functionColumn: 5, what: 'object', bytes: 40 }, 1000)
        .allocations([{ stack: [`at work (${FILE}:7:5)`], bytes, samples: 10 }]);
    const [row] = memoryOf(timed({}), [thread(4000)]).memory.allocations;
    expect(row).toMatchObject({ bytes: 4000, objectBytes: 40, countByThread: [[1, 100]] });
    // So little less is an error of sampling.
    const [most] = memoryOf(timed({}), [thread(25_000)]).memory.allocations;
    expect(most?.countByThread).toEqual([[1, 1000]]);
  });
});

describe('heaps', () => {
  it('grow by what lies above the scatter after warm-up', () => {
    const thread = recordThread(1);
    for (let at = 0; at < 20; at++) thread.heap(at * 1e8, 10e6 + at * 1e5 + (at % 2) * 2e4);
    const [curve] = memoryOf(timed({}), [thread]).memory.heaps;
    expect(curve?.growthBytesPerSecond).toBeCloseTo(1e6, -5);
    expect(curve?.growthInterval[0]).toBeGreaterThan(0.9e6);
    expect(curve?.points).toHaveLength(20);
  });

  it('say nothing of growth with three points', () => {
    const [curve] = memoryOf(timed({}), [recordThread(1).heap(0, 1).heap(1, 2).heap(2, 3)]).memory.heaps;
    expect(curve?.growthBytesPerSecond).toBeNaN();
  });
});

describe('duplicates', () => {
  const reader = (threadId: number, hash: string) =>
    recordThread(threadId).loop(0, 10, 12).site(0, 0, 11, 'table[i]').window(0, {}, { site: 0 }).data({ hash });

  it('are equal content in several threads, and not what is shared', () => {
    const { memory } = memoryOf(timed({}), [reader(1, 'a'), reader(2, 'a'), reader(3, 'b')]);
    expect(memory.duplicates).toMatchObject([{ copies: 2, threads: [1, 2], bytes: 2 ** 24 }]);
    const shared = [1, 2].map((id) => recordThread(id).data({ shared: true }));
    expect(memoryOf(timed({}), shared).memory.duplicates).toEqual([]);
  });

  it('are written to where each thread fills them again and again', () => {
    const filler = (id: number, times: number) =>
      reader(id, 'a')
        .loop(1, 20, 22)
        .site(1, 1, 21, 'table[i]')
        .window(1, {}, { site: 1, reads: 0, writes: 2048, container: 'Int32Array', elementBytes: 4, length: 2 ** 22 })
        .entered([1, times, times * 2 ** 22]);
    const writtenAfter = (times: number): boolean | undefined =>
      memoryOf(timed({}), [filler(1, times), filler(2, times)]).memory.duplicates[0]?.written;
    expect(writtenAfter(1)).toBe(false);
    expect(writtenAfter(20)).toBe(true);
  });

  it('know what filling them takes', () => {
    const filler = (id: number) =>
      reader(id, 'a')
        .loop(1, 20, 22)
        .site(1, 1, 21, 'table[i]')
        .window(1, {}, { site: 1, reads: 0, writes: 2048, container: 'Int32Array', elementBytes: 4, length: 2 ** 22 });
    const joined = memoryOf(timed({ 11: 0.5, 21: 0.25 }), [filler(1), filler(2)]);
    const [found] = joined.memory.duplicates;
    expect(placeOf(joined.sites, found?.filledAt ?? -1)).toBe('work.js:21');
    expect(found?.fillNsByThread).toEqual([
      [1, 0.25e9],
      [2, 0.25e9],
    ]);
  });
});

it('filling takes in the loops that compute what goes into an element, and no others', () => {
  const filler = (id: number) =>
    recordThread(id)
      .loop(0, 10, 12)
      .site(0, 0, 11, 'table[i]')
      .window(0, {}, { site: 0 })
      .data({ hash: 'a' })
      .loop(1, 20, 26)
      .site(1, 1, 25, 'table[i]')
      .window(1, {}, { site: 1, reads: 0, writes: 2048, container: 'Int32Array', elementBytes: 4, length: 2 ** 22 })
      .loop(2, 22, 24, { depth: 2 })
      .site(2, 2, 23, 'depots[j]')
      .window(2, {}, { site: 2 });
  const joined = memoryOf(timed({ 11: 0.25, 25: 0.25, 23: 0.5 }), [filler(1), filler(2)]);
  expect(joined.memory.duplicates[0]?.fillNsByThread).toEqual([
    [1, 0.75e9],
    [2, 0.75e9],
  ]);
});

it('placement is shares and moves a second', () => {
  const { placement } = memoryOf(timed({}), [
    recordThread(1).placement(
      [
        [1, 1],
        [0, 3],
      ],
      20,
      2e9,
    ),
    recordThread(2).placement([], -1, 1),
  ]).memory;
  expect(placement[0]).toMatchObject({
    cores: [
      { core: 0, share: 0.75 },
      { core: 1, share: 0.25 },
    ],
    migrationsPerSecond: 10,
  });
  expect(placement[1]?.migrationsPerSecond).toBeNaN();
});

describe('what is missing', () => {
  it('is said: files, threads, notes', () => {
    const { memory } = memoryOf(timed({}), [
      recordThread(1)
        .file('/app/new.js', 'failed', 'Unexpected token')
        .note('The cores of thread 1', 'There is no /proc')
        .end(),
    ]);
    expect(memory.missing).toEqual([
      '/app/new.js ran unrecorded: Unexpected token.',
      '2 threads of the timed run have no twin in the memory pass.',
      'The cores of thread 1. There is no /proc.',
    ]);
    expect(memory.files).toEqual([{ file: '/app/new.js', state: 'failed', reason: 'Unexpected token' }]);
  });

  it('is said of threads that broke off, but not of those a pool ends', () => {
    const profile = timed({});
    const threads = [0, 1, 2].map((id) => recordThread(id));
    expect(memoryOf(profile, threads).memory.missing).toHaveLength(1);
    for (const thread of profile.threads) thread.ended = 'terminated';
    expect(memoryOf(profile, threads).memory.missing).toEqual([]);
  });

  it('is all of it when nothing was recorded', () => {
    expect(memoryOf(timed({}), []).memory.missing[0]).toContain('threadwise memory');
  });
});

describe('readMemoryLines', () => {
  it('reads up to a cut, and over what is no record', () => {
    const text = recordThread(1)
      .end()
      .records.map((record) => JSON.stringify(record))
      .join('\n');
    expect(readMemoryLines(text).records).toHaveLength(2);
    expect(readMemoryLines(`${text.slice(0, -5)}`)).toMatchObject({ broken: 1 });
    expect(readMemoryLines('{"kind":"newer"}\n[1]\nnull\n{"kind":"window"}\n\n')).toEqual({ records: [], broken: 4 });
  });
});
