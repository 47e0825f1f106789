import { TraceMap, originalPositionFor } from '@jridgewell/trace-mapping';
import type { Frame } from './profile.js';
import { ownerOf, toPath, type RawFrame } from './parse-stack.js';

/** The source map of a generated file as JSON text, or undefined. Reading is the caller's business. */
export type ReadSourceMap = (file: string) => string | undefined;

/** Follows source maps, each file's read at most once. */
export function createFrameResolver(readSourceMap: ReadSourceMap): (raw: RawFrame) => Frame {
  const maps = new Map<string, TraceMap | undefined>();

  function mapOf(file: string): TraceMap | undefined {
    if (!maps.has(file)) maps.set(file, parseMap(file, readSourceMap(file)));
    return maps.get(file);
  }

  return (raw) => {
    const owned = ownerOf(raw.file);
    // Dependencies are shown by package and name; following their maps would read many files for nothing.
    if (owned.owner !== 'user') return { ...raw, ...owned };
    const map = mapOf(raw.file);
    if (map === undefined || raw.line < 1) return { ...raw, ...owned };
    const original = originalPositionFor(map, { line: raw.line, column: Math.max(0, raw.column - 1) });
    if (original.source === null) return { ...raw, ...owned };
    const file = toPath(original.source);
    return {
      functionName: raw.functionName,
      file,
      line: original.line,
      column: original.column + 1,
      generated: { file: raw.file, line: raw.line, column: raw.column },
      ...ownerOf(file),
    };
  };
}

/** `file` resolves the map's relative sources. A broken map counts as none: generated positions are still true. */
function parseMap(file: string, text: string | undefined): TraceMap | undefined {
  if (text === undefined) return undefined;
  try {
    return new TraceMap(text, `file://${encodeURI(file.startsWith('/') ? file : `/${file}`)}`);
  } catch {
    return undefined;
  }
}
