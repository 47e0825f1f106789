/** Whether the code on the stack was called from a place in the program, as it runs or as its source map has it. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { readSourceMap } from '../../read-source-map.js';

interface Position {
  file: string;
  line: number;
  column: number;
}

const MAX_FRAMES = 30;

function readStack(): Position[] {
  const limit = Error.stackTraceLimit;
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const holder: { stack?: unknown } = {};
  try {
    Error.stackTraceLimit = MAX_FRAMES;
    Error.prepareStackTrace = (_error, frames) => frames;
    Error.captureStackTrace(holder, readStack);
    return (holder.stack as NodeJS.CallSite[]).flatMap((frame) => {
      const name = frame.getScriptNameOrSourceURL() ?? '';
      const file = name.startsWith('file:') ? fileURLToPath(name) : name;
      return [{ file, line: frame.getLineNumber() ?? 0, column: frame.getColumnNumber() ?? 1 }];
    });
  } finally {
    Error.stackTraceLimit = limit;
    if (prepare === undefined) delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
    else Object.defineProperty(Error, 'prepareStackTrace', prepare);
  }
}

const maps = new Map<string, TraceMap | null>();

function mapOf(file: string): TraceMap | null {
  let map = maps.get(file);
  if (map === undefined) {
    const text = readSourceMap(file);
    map = text === undefined ? null : new TraceMap(text);
    maps.set(file, map);
  }
  return map;
}

function originalOf({ file, line, column }: Position): { file: string; line: number } | null {
  const map = mapOf(file);
  if (map === null) return null;
  const { source, line: original } = originalPositionFor(map, { line, column: Math.max(0, column - 1) });
  if (source === null || original === null) return null;
  return { file: source.startsWith('file:') ? fileURLToPath(source) : resolve(dirname(file), source), line: original };
}

/** `place` null = anywhere. */
export function isMadeAt(place: { file: string; line: number } | null): boolean {
  if (place === null) return true;
  const stack = readStack().filter(({ file }) => file !== __filename && file !== '');
  const isHere = (at: { file: string; line: number } | null): boolean =>
    at?.file === place.file && at.line === place.line;
  return stack.some(isHere) || stack.some((frame) => isReadable(frame.file) && isHere(originalOf(frame)));
}

function isReadable(file: string): boolean {
  if (file.startsWith('node:')) return false;
  try {
    readFileSync(file);
    return true;
  } catch {
    return false;
  }
}
