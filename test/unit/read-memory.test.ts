import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readMemory } from '../../src/read-memory.js';

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), 'threadwise-memory-'));
});
afterEach(() => rmSync(runDir, { recursive: true }));

const thread = (pid: number, threadId: number, file: string): string =>
  JSON.stringify({ kind: 'thread', version: 1, pid, threadId, file });
const note = (what: string): string => JSON.stringify({ kind: 'note', what, why: 'for no reason' });

function write(name: string, ...lines: string[]): void {
  const file = join(runDir, 'memory', name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.join('\n'));
}

describe('readMemory', () => {
  it('is nothing where no pass was made, or nothing of it can be read', async () => {
    expect(await readMemory(runDir, '/app.js')).toBeUndefined();
    write('1-0.twmem', '{"kind":"thr');
    expect(await readMemory(runDir, '/app.js')).toBeUndefined();
  });

  it('takes the process that ran the same script, though another had more to say', async () => {
    write('10-0.twmem', thread(10, 0, '/npm.js'), note('a'), note('b'), note('c'), note('d'));
    write('11-0.twmem', thread(11, 0, '/app.js'));
    write('11-10.twmem', thread(11, 10, '/worker.js'), note('x'));
    write('11-9.twmem', thread(11, 9, '/worker.js'), '{"kind":"note","wh');
    const input = await readMemory(runDir, '/app.js');
    expect(input?.threads.map(([first, ...rest]) => [first?.kind === 'thread' && first.threadId, rest.length])).toEqual(
      [
        [0, 0],
        [9, 0],
        [10, 1],
      ],
    );
    const other = await readMemory(runDir, '/unknown.js');
    expect(other?.threads[0]?.[0]).toMatchObject({ pid: 10 });
  });

  it('has the threads of the sampling run beside those of the pass, of the same script', async () => {
    write('11-0.twmem', thread(11, 0, '/app.js'));
    expect(await readMemory(runDir, '/app.js')).toMatchObject({ samples: [] });
    write('samples/20-0.twmem', thread(20, 0, '/npm.js'), note('a'), note('b'));
    write('samples/21-0.twmem', thread(21, 0, '/app.js'));
    write('samples/21-1.twmem', thread(21, 1, '/worker.js'));
    const input = await readMemory(runDir, '/app.js');
    expect(input?.threads).toHaveLength(1);
    expect(input?.samples.map(([first]) => first)).toMatchObject([
      { pid: 21, threadId: 0 },
      { pid: 21, threadId: 1 },
    ]);
  });

  it('has what stands beside: caches, costs, and how the pass ended', async () => {
    write('11-0.twmem', thread(11, 0, '/app.js'));
    expect(await readMemory(runDir, '/app.js')).toMatchObject({ machine: null, measured: null, notes: [] });
    const machine = { caches: [], topology: { cores: 2, nodes: 1 } };
    write('machine.json', JSON.stringify(machine));
    write('measured.json', JSON.stringify({ version: 1, costs: [], notes: ['n'] }));
    write('pass.json', JSON.stringify({ exitCode: 3, wallNs: 1, notes: ['It ended with exit code 3.'] }));
    expect(await readMemory(runDir, '/app.js')).toMatchObject({
      machine,
      measured: { notes: ['n'] },
      notes: ['It ended with exit code 3.'],
    });
    write('measured.json', '{"version": 1, "co');
    expect(await readMemory(runDir, '/app.js')).toMatchObject({ measured: null });
  });
});
