import type { Frame, Site } from './profile.js';

/** Last part of names that take a lock and do nothing else. */
const TAKES =
  /^(try|spin|slow|fast|_|#)*(lock|acquire|enter|take|wait|grab|obtain|claim|p|down|begin|request)(_?(slow|fast|lock|sync|async|mutex|write|read|exclusive|shared|internal|contended))*$/i;
/** Last part of names that run a caller's function under a lock: the caller is the critical section. */
const WRAPS =
  /^(with|run|do|use|call|execute|exec|perform|dispatch)?_?(lock(ed)?|mutex|exclusive|exclusively|guard(ed)?|synchroni[sz]ed?|critical(section)?|atomic(ally)?|locked|protect(ed)?)_?(section|do|run|sync|async)?$/i;
/** Wrappers by one word. */
const WRAPS_PLAIN = /^(synchroni[sz]e|exclusively|protect|guard|atomically|use|within)$/i;

/**
 * Which frame of an acquiring stack is the critical section: the innermost function that both takes and releases, past the
 * lock's own helpers. Where lock and unlock are functions of their own, that is the one that calls both; where a wrapper
 * like `withLock(fn)` does both, its caller.
 *
 * @param releases frames of the stacks that release the same lock
 * @returns index into `acquire`, -1 when no frame is user code or a dependency's
 */
export function findSection(acquire: readonly Frame[], releases: readonly (readonly Frame[])[]): number {
  const usable = acquire.flatMap((frame, index) => (frame.owner === 'node' ? [] : [index]));
  const common = findCommon(acquire, releases, usable);
  const start = common ?? usable.find((index) => !isHelper(acquire[index] as Frame)) ?? usable.at(-1) ?? -1;
  if (start === -1) return -1;
  return leaveWrappers(acquire, usable, start);
}

function findCommon(
  acquire: readonly Frame[],
  releases: readonly (readonly Frame[])[],
  usable: readonly number[],
): number | undefined {
  return usable.find((index) => {
    const frame = acquire[index] as Frame;
    return releases.some((release) => release.some((other) => isSameFunction(frame, other)));
  });
}

function isSameFunction(a: Frame, b: Frame): boolean {
  return a.file === b.file && a.functionName === b.functionName && a.owner !== 'node';
}

/** From a wrapper, or a dependency, outwards to the first user function that is neither. */
function leaveWrappers(frames: readonly Frame[], usable: readonly number[], start: number): number {
  const outwards = usable.filter((index) => index >= start);
  const innermost = frames[usable[0] as number] as Frame;
  const section = outwards.find((index) => {
    const frame = frames[index] as Frame;
    if (frame.owner !== 'user') return false;
    const isOfLockItself = index !== usable[0] && isSameClass(frame, innermost);
    return !isOfLockItself && !isWrapper(frame);
  });
  // A lock used by nothing else, e.g. a wrapper at the top of a stack cut short: show what there is.
  return section ?? outwards.find((index) => (frames[index] as Frame).owner === 'user') ?? start;
}

function isHelper(frame: Frame): boolean {
  return frame.owner === 'dependency' || TAKES.test(lastPart(frame.functionName)) || isWrapper(frame);
}

function isWrapper({ functionName }: Frame): boolean {
  const name = lastPart(functionName);
  return name !== '' && (WRAPS.test(name) || WRAPS_PLAIN.test(name));
}

function isSameClass(a: Frame, b: Frame): boolean {
  const name = classOf(a);
  return name !== '' && name === classOf(b) && a.file === b.file;
}

/** `Mutex` of `Mutex.lock` or `new Mutex`; empty for plain functions. */
export function classOf({ functionName }: Frame): string {
  if (functionName.startsWith('new ')) return functionName.slice(4);
  const dot = functionName.lastIndexOf('.');
  return dot === -1 ? '' : functionName.slice(0, dot);
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Points each of these sites at the critical section. Done once the whole run is known, as releases are needed for it. */
export function placeLockSites(
  sites: readonly Site[],
  acquireSites: Iterable<number>,
  releaseSites: Iterable<number>,
): void {
  const acquires = pick(sites, acquireSites);
  const releases = pick(sites, releaseSites);
  const acquireFrames = acquires.map(({ frames }) => frames);
  const releaseFrames = releases.map(({ frames }) => frames);
  for (const site of acquires) site.place = findSection(site.frames, releaseFrames);
  for (const site of releases) site.place = findSection(site.frames, acquireFrames);
}

function pick(sites: readonly Site[], indexes: Iterable<number>): Site[] {
  return [...new Set(indexes)].flatMap((index) => sites[index] ?? []);
}

/** Sites at the same line of the same file count as one. */
export function placeKey(site: Site | undefined): string {
  const frame = site?.frames[site.place];
  return frame === undefined ? '' : `${frame.file}:${frame.line}`;
}
