import type { Metafile } from 'esbuild';
import { packageOf, roomOf } from '../../../build/rooms.mts';

/** What may end up in one bundle. */
export interface Allowed {
  readonly rooms: readonly string[];
  readonly packages: readonly string[];
}

/** Each package or room in a bundle that has no business there, with the imports by which it came in. */
export function findIntruders({ inputs }: Metafile, entry: string, { rooms, packages }: Allowed): readonly string[] {
  const cameFrom = walk(inputs, entry);
  const intruders = new Map<string, string>();
  for (const input of cameFrom.keys()) {
    const { kind, name } = ownerOf(input);
    const allowed = kind === 'package' ? packages : rooms;
    const owner = `${kind} ${name}`;
    // The first file of each says enough: the walk reaches it by the shortest path.
    if (!allowed.includes(name) && !intruders.has(owner)) intruders.set(owner, pathTo(input, cameFrom));
  }
  return [...intruders].map(([owner, path]) => `${owner}: ${path}`);
}

function walk(inputs: Metafile['inputs'], entry: string): Map<string, string | undefined> {
  const cameFrom = new Map<string, string | undefined>([[entry, undefined]]);
  for (const from of cameFrom.keys()) {
    for (const { path, external } of inputs[from]?.imports ?? []) {
      if (external !== true && !cameFrom.has(path)) cameFrom.set(path, from);
    }
  }
  return cameFrom;
}

function pathTo(input: string, cameFrom: ReadonlyMap<string, string | undefined>): string {
  const path = [];
  for (let at: string | undefined = input; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
  return path.join(' → ');
}

function ownerOf(input: string): { kind: 'package' | 'room'; name: string } {
  const inModules = input.lastIndexOf('node_modules/');
  if (inModules !== -1) return { kind: 'package', name: packageOf(input.slice(inModules + 'node_modules/'.length)) };
  return { kind: 'room', name: roomOf(input)?.name ?? input };
}
