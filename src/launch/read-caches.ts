import { readdir, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { MemoryMachine } from '../trace/memory-machine.js';

/** Where Linux describes cores, caches and nodes. */
const SYSTEM = '/sys/devices/system';

/**
 * Caches and NUMA nodes of this machine, as its system tells. Other systems than Linux, and many containers, tell nothing:
 * then there are no caches and one node.
 *
 * @param system a recorded topology, in tests
 */
export async function readMemoryMachine(system = SYSTEM): Promise<MemoryMachine> {
  const coresOfNodes = await readNodes(join(system, 'node'));
  return {
    caches: await readCaches(join(system, 'cpu')),
    topology: {
      cores: availableParallelism(),
      nodes: Math.max(1, coresOfNodes.length),
      ...(coresOfNodes.length > 0 && { coresOfNodes }),
    },
  };
}

/** Of the lowest core that has any: on machines with two kinds of cores these are the fast ones, by convention. */
async function readCaches(folder: string): Promise<MemoryMachine['caches']> {
  for (const cpu of await listNumbered(folder, 'cpu')) {
    const cache = join(folder, `cpu${cpu}`, 'cache');
    const found = await Promise.all(
      (await listNumbered(cache, 'index')).map((at) => readCache(join(cache, `index${at}`))),
    );
    const known = found.filter((one) => one !== undefined);
    if (known.length > 0) return known.sort((a, b) => a.level - b.level);
  }
  return [];
}

async function readCache(folder: string): Promise<MemoryMachine['caches'][number] | undefined> {
  const [type, level, size, lineBytes, cpus] = await Promise.all(
    ['type', 'level', 'size', 'coherency_line_size', 'shared_cpu_list'].map((name) => readWord(join(folder, name))),
  );
  const bytes = parseSize(size ?? '');
  if (type === 'Instruction' || !(bytes > 0) || !(Number(level) > 0)) return undefined;
  return {
    level: Number(level),
    bytes,
    lineBytes: Number(lineBytes) > 0 ? Number(lineBytes) : 64,
    sharedByCores: Math.max(1, parseCores(cpus ?? '').length),
  };
}

/** Nodes without cores are memory only: no thread runs there. */
async function readNodes(folder: string): Promise<number[][]> {
  const nodes = await listNumbered(folder, 'node');
  const cores = await Promise.all(
    nodes.map(async (at) => parseCores(await readWord(join(folder, `node${at}`, 'cpulist')))),
  );
  return cores.filter((list) => list.length > 0);
}

/** Numbers n of the entries `<prefix>n`, ascending; none where there is no such folder. */
async function listNumbered(folder: string, prefix: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

async function readWord(file: string): Promise<string> {
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => '',
  );
}

/** "32K", "1024K", "32M" → bytes; NaN for anything else. */
function parseSize(text: string): number {
  const [, count, unit = ''] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  return Number(count) * ({ K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit] ?? 1);
}

/** "0-3,8" → 0, 1, 2, 3, 8 */
export function parseCores(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(part.trim()) ?? [];
    if (first === undefined) return [];
    const begin = Number(first);
    return Array.from({ length: Number(last ?? first) - begin + 1 }, (_, index) => begin + index);
  });
}
