import { TraceMap, decodedMappings, originalPositionFor } from '@jridgewell/trace-mapping';
import type { Frame } from './profile.js';
import { ownerOf, toPath, type RawFrame } from './parse-stack.js';

/** The source map of a generated file as JSON text, or undefined. Reading is the caller's business. */
export type ReadSourceMap = (file: string) => string | undefined;

/** The source map of a file, if there is a sound one; each is read at most once. */
export type SourceMaps = (file: string) => TraceMap | undefined;

export function createSourceMaps(readSourceMap: ReadSourceMap): SourceMaps {
  const maps = new Map<string, TraceMap | undefined>();
  return (file) => {
    if (!maps.has(file)) maps.set(file, parseMap(file, readSourceMap(file)));
    return maps.get(file);
  };
}

/** Follows source maps, each file's read at most once. */
export function createFrameResolver(
  readSourceMap: ReadSourceMap,
  mapOf: SourceMaps = createSourceMaps(readSourceMap),
): (raw: RawFrame) => Frame {
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

/** Original lines that one generated line may hold and still be said to be one place. */
const MOST_LINES = 3;

/**
 * The original line of a generated one; undefined where it holds many (minified code), or nothing of anybody's.
 */
export function createLineResolver(
  mapOf: SourceMaps,
): (file: string, line: number) => { file: string; line: number } | undefined {
  return (file, line) => {
    const map = mapOf(file);
    if (map === undefined) return { file, line };
    const segments = (decodedMappings(map)[line - 1] ?? []).filter((segment) => segment.length > 1);
    const [first] = segments;
    if (first === undefined || first.length === 1) return undefined;
    const [, source, original] = first;
    const lines = new Set(segments.map((segment) => `${segment[1]}:${segment[2]}`));
    const name = map.resolvedSources[source];
    if (lines.size > MOST_LINES || name === undefined) return undefined;
    return { file: toPath(name), line: original + 1 };
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
