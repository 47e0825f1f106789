import type { Frame, Site, SiteIndex } from '../model/profile.js';
import type { Place } from './report.js';

/** Frames beyond this tell a reader nothing more about how the program got there. */
const MAX_STACK = 20;

/** Turns sites of a profile into places for people. */
export interface Places {
  /** The place to show for a site; null when no frame outside Node's own code is known. */
  at(site: SiteIndex): Place | null;
  /** The whole stack, innermost first, without Node's own frames. */
  stack(site: SiteIndex): Place[];
}

/** Labels are `file.ts:41`; where two files of the program share a name, `folder/file.ts:41`. */
export function buildPlaces(sites: readonly Site[]): Places {
  const ambiguous = findAmbiguousNames(sites);
  const toPlace = ({ functionName, file, line, column }: Frame): Place => {
    const parts = splitPath(file);
    const name = parts.at(-1) ?? file;
    const folder = parts.at(-2);
    const shown = ambiguous.has(name) && folder !== undefined ? `${folder}/${name}` : name;
    return { file, line, column, functionName, label: `${shown}:${line}` };
  };
  return {
    at(site) {
      const frame = findShownFrame(sites[site]);
      return frame === undefined ? null : toPlace(frame);
    },
    stack(site) {
      const frames = sites[site]?.frames ?? [];
      return frames
        .filter(({ owner }) => owner !== 'node')
        .slice(0, MAX_STACK)
        .map(toPlace);
    },
  };
}

/** The frame the model chose; for a site inside a dependency only, the innermost frame of that dependency. */
function findShownFrame(site: Site | undefined): Frame | undefined {
  return site?.frames[site.place] ?? site?.frames.find(({ owner }) => owner !== 'node');
}

function findAmbiguousNames(sites: readonly Site[]): Set<string> {
  const fileOfName = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { frames } of sites) {
    for (const { file } of frames) {
      const name = splitPath(file).at(-1) ?? file;
      const known = fileOfName.get(name);
      if (known === undefined) fileOfName.set(name, file);
      else if (known !== file) ambiguous.add(name);
    }
  }
  return ambiguous;
}

/** Paths of either platform, and URLs. */
function splitPath(file: string): string[] {
  return file.split(/[\\/]/).filter((part) => part !== '');
}
