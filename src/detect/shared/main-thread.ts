import type { HotFunction, Profile, Site } from '../../model/profile.js';
import { ratioOr0, sumOf } from './numbers.js';

/** Packages whose work on the main thread is handing tasks over, not the program's own. */
const POOL_PACKAGES: ReadonlySet<string> = new Set(['piscina', 'tinypool', 'workerpool', 'poolifier', 'jest-worker']);

/** Where the main thread's CPU samples lie, as shares of all of them that are no idleness; NaN without samples. */
export interface MainSamples {
  samples: number;
  /** The program's own functions and its dependencies. */
  program: number;
  /** Node's own code and the pool library: mostly sending and receiving messages. */
  handover: number;
  gc: number;
  /** The program's own functions, hottest first. */
  hottest: HotFunction[];
}

export function readMainSamples({ hotFunctions, sites }: Profile): MainSamples {
  const busy = hotFunctions.filter(({ kind, mainSamples }) => kind !== 'idle' && mainSamples > 0);
  const samples = sumOf(busy, ({ mainSamples }) => mainSamples);
  const own = busy.filter(({ kind, site }) => kind !== 'gc' && isProgramCode(sites[site]));
  const gc = busy.filter(({ kind }) => kind === 'gc');
  const share = (found: HotFunction[]): number =>
    samples > 0
      ? ratioOr0(
          sumOf(found, ({ mainSamples }) => mainSamples),
          samples,
        )
      : Number.NaN;
  return {
    samples,
    program: share(own),
    handover: samples > 0 ? 1 - share(own) - share(gc) : Number.NaN,
    gc: share(gc),
    hottest: own.sort((a, b) => b.mainSamples - a.mainSamples),
  };
}

/** The innermost frame decides: a built-in called from user code (JSON.parse) has the user's frame next to it. */
export function isProgramCode(site: Site | undefined): boolean {
  const frame = site?.frames[site.place] ?? site?.frames[0];
  if (frame === undefined || frame.owner === 'node') return false;
  return frame.owner === 'user' || !POOL_PACKAGES.has(frame.packageName ?? '');
}
