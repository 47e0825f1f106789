import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseCores, readMemoryMachine } from '../../../src/launch/read-caches.js';
import { oneSocket, twoSockets, type Topology } from './topologies/topologies.js';

const made: string[] = [];
afterEach(() => Promise.all(made.splice(0).map((folder) => rm(folder, { recursive: true }))));

/** The recorded files, put back into folders. */
async function lay(topology: Topology): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'topology-'));
  made.push(folder);
  for (const [name, text] of Object.entries(topology)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `${text}\n`);
  }
  return folder;
}

describe('readMemoryMachine', () => {
  it('reads the caches of a virtual machine with one node', async () => {
    const { caches, topology } = await readMemoryMachine(await lay(oneSocket));
    expect(caches).toEqual([
      { level: 1, bytes: 32 * 1024, lineBytes: 64, sharedByCores: 1 },
      { level: 2, bytes: 1024 * 1024, lineBytes: 64, sharedByCores: 1 },
      { level: 3, bytes: 32 * 1024 * 1024, lineBytes: 64, sharedByCores: 2 },
    ]);
    expect(topology).toMatchObject({ nodes: 1, coresOfNodes: [[0, 1]] });
  });

  it('reads two nodes, and leaves out one that has memory only', async () => {
    const { caches, topology } = await readMemoryMachine(await lay(twoSockets));
    expect(topology.nodes).toBe(2);
    expect(topology.coresOfNodes).toEqual([
      [0, 1, 2, 3, 8, 9, 10, 11],
      [4, 5, 6, 7, 12, 13, 14, 15],
    ]);
    expect(caches.map(({ level, sharedByCores }) => [level, sharedByCores])).toEqual([
      [1, 2],
      [2, 2],
      [3, 8],
    ]);
  });

  it('takes what is there: no line size, no shared list, sizes in megabytes', async () => {
    const { caches } = await readMemoryMachine(
      await lay({
        'cpu/cpu0/cache/index0/type': 'Unified',
        'cpu/cpu0/cache/index0/level': '3',
        'cpu/cpu0/cache/index0/size': '24M',
      }),
    );
    expect(caches).toEqual([{ level: 3, bytes: 24 * 2 ** 20, lineBytes: 64, sharedByCores: 1 }]);
  });

  it('tells nothing where the system tells nothing', async () => {
    const { caches, topology } = await readMemoryMachine(await lay({ 'cpu/cpu0/cache/index0/type': 'Data' }));
    expect(caches).toEqual([]);
    expect(topology).toEqual({ cores: topology.cores, nodes: 1 });
    expect((await readMemoryMachine(join(tmpdir(), 'no-such-folder'))).caches).toEqual([]);
  });
});

describe('parseCores', () => {
  it.each([
    ['0', [0]],
    ['0-2,8', [0, 1, 2, 8]],
    ['', []],
    ['x', []],
  ])('%s', (text, cores) => {
    expect(parseCores(text)).toEqual(cores);
  });
});
