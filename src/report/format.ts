/** Numbers for people, alike in the terminal and on the page. A space that does not break stands before each unit. */
import type { Evidence, Unit } from '../detect/finding.js';

const NBSP = '\u00a0';
const KILO = 1024;
const SECOND_NS = 1e9;
const MINUTE_NS = 60 * SECOND_NS;

export function formatNs(ns: number): string {
  if (ns < 0) return `-${formatNs(-ns)}`;
  if (ns < 999.5) return `${toDigits(ns)}${NBSP}ns`;
  if (ns < 999.5e3) return `${toDigits(ns / 1e3)}${NBSP}µs`;
  if (ns < 999.5e6) return `${toDigits(ns / 1e6)}${NBSP}ms`;
  if (ns < 2 * MINUTE_NS) return `${toDigits(ns / SECOND_NS)}${NBSP}s`;
  const seconds = Math.round(ns / SECOND_NS);
  return `${formatCount(Math.floor(seconds / 60))}${NBSP}min${NBSP}${seconds % 60}${NBSP}s`;
}

/** Decimal units: 1 kB is 1000 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 999.5) return `${Math.round(bytes)}${NBSP}B`;
  if (bytes < 999.5e3) return `${toDigits(bytes / 1e3)}${NBSP}kB`;
  if (bytes < 999.5e6) return `${toDigits(bytes / 1e6)}${NBSP}MB`;
  return `${toDigits(bytes / 1e9)}${NBSP}GB`;
}

/** Binary units, as caches, lines and steps through memory are counted: 1 KB is 1024 bytes. */
export function formatMemory(bytes: number): string {
  if (bytes < 0) return `-${formatMemory(-bytes)}`;
  if (bytes < 1023.5) return `${Math.round(bytes)}${NBSP}B`;
  if (bytes < 1023.5 * KILO) return `${toDigits(bytes / KILO)}${NBSP}KB`;
  if (bytes < 1023.5 * KILO ** 2) return `${toDigits(bytes / KILO ** 2)}${NBSP}MB`;
  return `${toDigits(bytes / KILO ** 3)}${NBSP}GB`;
}

/** @param share 0..1 */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return `<${NBSP}0.1${NBSP}%`;
  const digits = percent < 9.95 && !Number.isInteger(percent) ? 1 : 0;
  return `${percent.toFixed(digits)}${NBSP}%`;
}

/** Whole numbers with groups of three; others with three digits. */
export function formatCount(count: number): string {
  if (!Number.isInteger(count)) return toDigits(count);
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `512 /s`, or with what is counted: `512 tasks/s`. */
export function formatRate(perSecond: number, what = ''): string {
  return `${toDigits(perSecond)}${NBSP}${what}/s`;
}

export function formatRatio(ratio: number): string {
  return `${toDigits(ratio)}×`;
}

const FORMATS: Record<Unit, (value: number) => string> = {
  ns: formatNs,
  share: formatShare,
  count: formatCount,
  bytes: formatBytes,
  'per-second': (value) => formatRate(value),
  ratio: formatRatio,
};

export function formatValue(value: number, unit: Unit): string {
  return FORMATS[unit](value);
}

/** `4.1 ms – 4.6 ms`, or nothing where there is no interval. */
export function formatInterval({ interval, unit }: Pick<Evidence, 'interval' | 'unit'>): string {
  return interval === undefined ? '' : interval.map((end) => formatValue(end, unit)).join(' – ');
}

/** `1 task`, `2 tasks`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)}${NBSP}${count === 1 ? one : many}`;
}

/** Three significant digits; from 1000 on whole, in groups. */
function toDigits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 999.5) return formatCount(Math.round(value));
  if (size < 0.01) return value.toPrecision(2);
  const text = value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
