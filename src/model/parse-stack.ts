import type { Frame } from './profile.js';

/** A position as V8 prints it, before source maps. */
export type RawFrame = Pick<Frame, 'functionName' | 'file' | 'line' | 'column'>;

const NAMED = /^(?:at )?(?:async )?(?:(.*?) )?\((.*?)(?::(\d+))?(?::(\d+))?\)$/;
const BARE = /^(?:at )?(?:async )?(.*?)(?::(\d+))?(?::(\d+))?$/;

/** Reads the lines of `Error.stack` under its message, innermost first. Lines that name no file are left out. */
export function parseStack(text: string): RawFrame[] {
  return text.split('\n').flatMap((line) => parseLine(line.trim()) ?? []);
}

function parseLine(line: string): RawFrame | undefined {
  if (line === '' || /^(Error|\w+Error)\b/.test(line)) return undefined;
  const named = NAMED.exec(line);
  const [functionName, file, row, column] = named?.slice(1) ?? ['', ...(BARE.exec(line)?.slice(1) ?? [])];
  if (file === undefined || file === '' || file === '<anonymous>' || file === 'native') return undefined;
  return {
    functionName: cleanName(functionName ?? ''),
    file: toPath(file),
    line: Number(row ?? 0),
    column: Number(column ?? 0),
  };
}

/** `Mutex.lock [as enter]` → `Mutex.lock`; `new Pool` stays; `Object.<anonymous>` and module bodies have no name. */
function cleanName(name: string): string {
  const plain = name.replace(/ \[as .*\]$/, '').replace(/^Object\./, '');
  return plain === '<anonymous>' || plain.endsWith('.<anonymous>') ? '' : plain;
}

/** file: URLs become paths; other URLs (node:, data:, wasm:, evalmachine) stay what they are. */
export function toPath(file: string): string {
  if (!file.startsWith('file://')) return file;
  const path = decodePercent(file.slice('file://'.length).replace(/[?#].*$/, ''));
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whose code a file is. */
export function ownerOf(file: string): Pick<Frame, 'owner' | 'packageName'> {
  if (file.startsWith('node:') || file === '') return { owner: 'node' };
  const folders = file.split(/[\\/]/);
  const at = folders.lastIndexOf('node_modules');
  // The pool that runs workload files: Piscina, bundled with its driver (build/bundles.mjs).
  if (at === -1 && folders.at(-2) === 'threadwise-pool') return { owner: 'dependency', packageName: 'piscina' };
  if (at === -1) return { owner: 'user' };
  const name = folders[at + 1] ?? '';
  return { owner: 'dependency', packageName: name.startsWith('@') ? `${name}/${folders[at + 2] ?? ''}` : name };
}
