import type { HotFunction, Profile } from '../../model/profile.js';
import { ratioOr0, sumOf } from './numbers.js';
import { isProgramPlace } from './places.js';

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

export function readMainSamples(profile: Profile): MainSamples {
  const { hotFunctions } = profile;
  const busy = hotFunctions.filter(({ kind, mainSamples }) => kind !== 'idle' && mainSamples > 0);
  const samples = sumOf(busy, ({ mainSamples }) => mainSamples);
  const own = busy.filter(({ kind, site }) => kind !== 'gc' && isProgramPlace(profile, site));
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
