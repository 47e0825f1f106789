import { ownerOf, parseStack, toPath, type RawFrame } from '../parse-stack.js';
import type { Frame, Profile, SiteIndex } from '../profile.js';
import { createFrameResolver, createLineResolver, createSourceMaps, type ReadSourceMap } from '../source-maps.js';

/** Call sites of the profile, and of the memory pass those that are new. */
export interface MemorySites {
  sites: Profile['sites'];
  /** Index of a site of one frame. */
  at(position: RawFrame): SiteIndex;
  /** Index of a site with the frames of a stack, innermost first. */
  ofStack(stack: readonly string[]): SiteIndex;
  /** A position in the source as it was written. */
  resolve(position: RawFrame): Frame;
  /** A line in the source as it was written; undefined where it holds many, or nothing of anybody's. */
  resolveLine(file: string, line: number): { file: string; line: number } | undefined;
  frameOf(site: SiteIndex): Frame | undefined;
}

/** Leaves the profile's own list as it is. */
export function createMemorySites(profile: Profile, readSourceMap: ReadSourceMap): MemorySites {
  const sites = [...profile.sites];
  const known = new Map<string, SiteIndex>();
  const maps = createSourceMaps(readSourceMap);
  const follow = createFrameResolver(readSourceMap, maps);
  const followLine = createLineResolver(maps);
  const resolve = (position: RawFrame): Frame => {
    const file = toPath(position.file);
    return follow({ ...position, file, ...ownerOf(file) });
  };
  function intern(frames: readonly Frame[]): SiteIndex {
    if (frames.length === 0) return -1;
    const key = frames.map(nameFrame).join('\n');
    const index = known.get(key) ?? sites.length;
    if (index === sites.length) {
      sites.push({ frames: [...frames], place: frames.findIndex(({ owner }) => owner === 'user') });
      known.set(key, index);
    }
    return index;
  }
  return {
    sites,
    resolve,
    resolveLine: (file, line) => followLine(toPath(file), line),
    at: (position) => intern([resolve(position)]),
    ofStack: (stack) => intern(parseStack(stack.join('\n')).map(resolve)),
    frameOf: (site) => sites[site]?.frames[sites[site].place] ?? sites[site]?.frames[0],
  };
}

function nameFrame({ functionName, file, line, column }: Frame): string {
  return `${functionName} ${file}:${line}:${column}`;
}
