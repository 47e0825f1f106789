/** What a transformed file holds, as the thread's file tells it. Travels as JSON where another thread transforms. */
import fs from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { MemoryLoop, MemoryMake, MemorySite } from '../../trace/memory.js';
import { createLocator, type Position } from './positions.js';
import type { Site } from './transform/state.js';
import type { Transformed } from './transform/transform.js';

export interface Description {
  file: string;
  nextRegion: number;
  loops: MemoryLoop[];
  sites: (MemorySite & Pick<Site, 'region' | 'access' | 'at'>)[];
  makes: MemoryMake[];
}

type Placed = Position & { file: string };

export function describeFile(file: string, source: string, transformed: Transformed): Description {
  const { regions, sites, makes, nextRegion } = transformed;
  const place = createPlacer(file, source);
  const placeFunction = (at: number): Position => (at < 0 ? { line: 0, column: 0 } : place(at));
  const loops = regions.map(
    ({ id, start, end, isFunction, isCallback, functionName, functionAt, depth }): MemoryLoop => {
      const from = placeFunction(functionAt);
      return {
        kind: 'loop',
        id,
        ...place(start),
        endLine: place(end).line,
        isFunction,
        ...(isCallback && { isCallback }),
        functionName,
        functionLine: from.line,
        functionColumn: from.column,
        depth,
      };
    },
  );
  const described = sites.map(({ id, region, at, text, what, access }) => {
    const { line, column } = place(at);
    return { kind: 'site' as const, id, loop: region, line, column, text, what, region, access, at };
  });
  const made = makes.map(({ at, functionAt, ...make }): MemoryMake => {
    const { line, column } = placeFunction(functionAt);
    return { kind: 'make', ...make, ...place(at), functionLine: line, functionColumn: column };
  });
  return { file, nextRegion, loops, sites: described, makes: made };
}

const INLINE_MAP = /^\/\/[#@] sourceMappingURL=data:application\/json(?:;charset=[^;,]*)?;base64,([\w+/=]+)\s*$/m;

/**
 * A loader that compiles in memory leaves its source map in what it hands over, where nobody could read it later: followed
 * here. What is on the disk as it is loaded is left to the reader.
 */
function createPlacer(file: string, source: string): (offset: number) => Placed {
  const locate = createLocator(source);
  const loaded = (offset: number): Placed => ({ file, ...locate(offset) });
  const encoded = INLINE_MAP.exec(source)?.[1];
  if (encoded === undefined || isOnDisk(file, encoded)) return loaded;
  const map = new TraceMap(Buffer.from(encoded, 'base64').toString());
  return (offset) => {
    const at = locate(offset);
    const { source: from, line, column } = originalPositionFor(map, { line: at.line, column: at.column - 1 });
    if (from === null || line === null || column === null) return loaded(offset);
    const original = from.startsWith('file:') ? fileURLToPath(from) : resolve(dirname(file), from);
    return { file: original, line, column: column + 1 };
  };
}

function isOnDisk(file: string, encoded: string): boolean {
  try {
    return fs.readFileSync(file, 'utf8').includes(encoded);
  } catch {
    return false;
  }
}
