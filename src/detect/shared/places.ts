import type { Frame, Profile, SiteIndex } from '../../model/profile.js';

/** Packages that run tasks for the program: their own waits and messages are not the program's to change. */
const POOL_PACKAGES: ReadonlySet<string> = new Set(['piscina', 'tinypool', 'workerpool', 'poolifier', 'jest-worker']);

/** The frame a person should be shown; for a site inside a dependency only, the innermost frame that is not Node's. */
export function shownFrame({ sites }: Pick<Profile, 'sites'>, site: SiteIndex): Frame | undefined {
  const found = sites[site];
  return found?.frames[found.place] ?? found?.frames.find(({ owner }) => owner !== 'node');
}

/** Equal for sites that show the same line, however the program got there. */
export function placeKey(profile: Pick<Profile, 'sites'>, site: SiteIndex): string {
  const frame = shownFrame(profile, site);
  return frame === undefined ? `site ${site}` : `${frame.file}:${frame.line}:${frame.column}`;
}

/** The program's own code or that of a dependency that is not its pool library. */
export function isProgramPlace(profile: Pick<Profile, 'sites'>, site: SiteIndex): boolean {
  const frame = shownFrame(profile, site);
  if (frame === undefined) return false;
  return frame.owner === 'user' || !POOL_PACKAGES.has(frame.packageName ?? '');
}

/** The site that counts most by a measure; -1 when there is none. */
export function heaviestSite(measures: Iterable<[SiteIndex, number]>): SiteIndex {
  const sums = new Map<SiteIndex, number>();
  for (const [site, amount] of measures) if (site >= 0 && amount > 0) sums.set(site, (sums.get(site) ?? 0) + amount);
  return [...sums].sort((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}
