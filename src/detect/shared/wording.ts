import type { Profile, SiteIndex } from '../../model/profile.js';
import { shownFrame } from './places.js';

/** "1.24 s", "38 ms", "4.1 µs": at most three digits. */
export function sayNs(ns: number): string {
  if (!Number.isFinite(ns)) return 'an unknown time';
  const units: [number, string][] = [
    [1e9, 's'],
    [1e6, 'ms'],
    [1e3, 'µs'],
  ];
  const [size, unit] = units.find(([scale]) => Math.abs(ns) >= scale) ?? [1, 'ns'];
  return `${sayNumber(ns / size)} ${unit}`;
}

/** "61 %"; below ten percent one decimal where there is one. */
export function sayShare(share: number): string {
  if (!Number.isFinite(share)) return 'an unknown share';
  const percent = share * 100;
  return `${percent < 9.95 && percent > 0 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

export function sayBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'an unknown size';
  const units: [number, string][] = [
    [2 ** 30, 'GB'],
    [2 ** 20, 'MB'],
    [2 ** 10, 'KB'],
  ];
  const [size, unit] = units.find(([scale]) => bytes >= scale) ?? [1, 'bytes'];
  return `${sayNumber(bytes / size)} ${unit}`;
}

/** Three significant digits, thousands apart. */
export function sayNumber(value: number): string {
  if (!Number.isFinite(value)) return '?';
  if (Math.abs(value) < 100) return String(Number(value.toPrecision(value < 10 ? 2 : 3)));
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}

/** "blackboard.ts:41", or the words given where no place is known. */
export function sayPlace(profile: Profile, site: SiteIndex, otherwise: string): string {
  const frame = shownFrame(profile, site);
  if (frame === undefined) return otherwise;
  return `${frame.file.split(/[\\/]/).at(-1) ?? frame.file}:${frame.line}`;
}

/** Like sayPlace with " at " in front, and nothing where no place is known. */
export function sayAt(profile: Profile, site: SiteIndex): string {
  const place = sayPlace(profile, site, '');
  return place === '' ? '' : ` at ${place}`;
}
