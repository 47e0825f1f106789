/** Loops and functions of this thread: how often they were entered, and what is recorded of them at the moment. */
import type { Description } from './describe.js';
import type { SiteState, Window } from './window.js';

export interface RegionState {
  id: number;
  sites: SiteState[];
  window: Window | null;
  /** Stretches recorded so far. */
  stretches: number;
  /** Executions before the current count began, and from where it counts down. */
  enteredBefore: number;
  countedFrom: number;
  closedNs: number;
  enteredAtClose: number;
  enteredTold: number;
  /** Of `iterationsOf`: told already, and when the open stretch began. */
  iterationsTold: number;
  iterationsAtOpen: number;
}

/** Ids a thread can have; from the second on they are given by the thread of a program's own loader hooks. */
const MAX_REGIONS = 1 << 18;
export const FIRST_FOREIGN_REGION = 1 << 17;
export const FIRST_FOREIGN_SITE = 1 << 20;

/** Executions of each region that are still to pass unrecorded; transformed code counts down. */
export const counts = new Int32Array(MAX_REGIONS);
/** Iterations of each loop, which transformed code adds where the loop is left; of what is in `hits` what was seen of it. */
export const iterations = new Float64Array(MAX_REGIONS);
/**
 * Executions of each function, and how often objects were made at each place: transformed code adds one, which is many times as
 * fast in integers of 32 bits, and makes no garbage. They wrap around: of more than 2 ** 32 between two looks, so many are missed.
 */
export const hits = new Int32Array(MAX_REGIONS);
const hitsSeen = new Int32Array(MAX_REGIONS);
/** By id. */
export const regions: RegionState[] = [];
export const sites: SiteState[] = [];
/** One after the other: ids have gaps. */
export const allRegions: RegionState[] = [];
let nextRegion = 0;
let nextSite = 0;

export function nextIds(): { nextRegion: number; nextSite: number } {
  return { nextRegion, nextSite };
}

type AddedRegion = Pick<Description['loops'][number], 'id'>;
type AddedSite = Pick<Description['sites'][number], 'id' | 'region' | 'access' | 'what'>;

export function addRegions(loops: readonly AddedRegion[], places: readonly AddedSite[]): void {
  for (const { id } of loops) {
    const region: RegionState = {
      id,
      sites: [],
      window: null,
      stretches: 0,
      enteredBefore: 0,
      countedFrom: 0,
      closedNs: 0,
      enteredAtClose: 0,
      enteredTold: 0,
      iterationsTold: 0,
      iterationsAtOpen: 0,
    };
    regions[id] = region;
    counts[id] = 0;
    allRegions.push(region);
    if (id < FIRST_FOREIGN_REGION) nextRegion = Math.max(nextRegion, id + 1);
  }
  for (const { id, region: of, access, what } of places) {
    const region = regions[of] as RegionState;
    const site: SiteState = { id, place: region.sites.length, region, access, what, met: new Set() };
    region.sites.push(site);
    sites[id] = site;
    if (id < FIRST_FOREIGN_SITE) nextSite = Math.max(nextSite, id + 1);
  }
}

/** Places where objects are made: ids of their own among those of regions. */
export const makes: { id: number; told: number }[] = [];

export function addMakes(added: readonly { id: number }[], next: number): void {
  for (const { id } of added) makes.push({ id, told: 0 });
  if (next <= FIRST_FOREIGN_REGION) nextRegion = Math.max(nextRegion, next);
}

/** By now: of a loop or function, or of a place where objects are made. */
export function iterationsOf(id: number): number {
  const hitsNow = hits[id] as number;
  iterations[id] = (iterations[id] as number) + ((hitsNow - (hitsSeen[id] as number)) >>> 0);
  hitsSeen[id] = hitsNow;
  return iterations[id];
}

export function entered({ id, enteredBefore, countedFrom }: RegionState): number {
  return enteredBefore + countedFrom - (counts[id] as number);
}

/** So many executions pass before the next is asked about. */
export function countFrom(region: RegionState, skip: number): void {
  region.enteredBefore = entered(region);
  region.countedFrom = skip;
  counts[region.id] = skip;
}
