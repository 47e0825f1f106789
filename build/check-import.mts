import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { packageOf, roomOf, type Room } from './rooms.mts';

export interface Import {
  /** The importing file, relative to the repository, with forward slashes. */
  readonly from: string;
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** Why this import is not allowed, or nothing when it is. */
export function checkImport({ from, specifier, typeOnly }: Import): string | undefined {
  const room = roomOf(from);
  if (room === undefined) return `${from} stands in no room: give it one in build/rooms.mts`;
  if (specifier.startsWith('.')) {
    return checkRoom(room, posix.join(posix.dirname(from), specifier), { from, specifier, typeOnly });
  }
  if (isBuiltin(specifier)) return checkBuiltin(room, specifier);
  const name = packageOf(specifier);
  return room.packages?.includes(name) ? undefined : `${room.name} → package ${name}: ${room.why}`;
}

function checkRoom(room: Room, path: string, { specifier, typeOnly }: Import): string | undefined {
  const target = roomOf(path) ?? roomOf(`${path}/`);
  if (target === undefined) return `${room.name} → ${specifier}: ${path} stands in no room, see build/rooms.mts`;
  if (target === room || room.imports.includes(target.name)) return undefined;
  if (room.types?.includes(target.name)) {
    return typeOnly ? undefined : `${room.name} → ${target.name}: only types may be imported, as ${room.why}`;
  }
  return `${room.name} → ${target.name}: ${room.why}`;
}

function checkBuiltin({ name, builtins, why }: Room, specifier: string): string | undefined {
  if (builtins === 'all' || builtins?.includes(specifier)) return undefined;
  return `${name} → ${specifier}: ${why}`;
}
