/** One recorded stretch of a loop: a log of its accesses, as short as can be while it is recorded. */
import { types } from 'node:util';
import { nowNs } from './clock.js';
import { describeContainer, describeText, type Container } from './containers.js';
import { inspectElement, inspectObject, openInspected, type Inspected } from './inspect.js';
import type { RegionState } from './regions.js';
import type { Access } from './transform/state.js';

/** Accesses that one stretch may record. */
export const BUDGET = 4096;
/** Executions are recorded together until they have made so many. */
export const FULL = 512;

export interface SiteState {
  id: number;
  /** Its place among the sites of its region. */
  place: number;
  region: RegionState;
  access: Access;
  what: 'element' | 'property' | 'atomic';
  /** Addresses that stretches went to. */
  met: Set<number>;
}

export interface Log {
  places: Uint16Array;
  containers: Uint16Array;
  /** In the container, bytes; NaN where there is none. */
  addresses: Float64Array;
}

export interface Window {
  log: Log;
  used: number;
  /** Of these, accesses of the first execution. */
  usedFirst: number;
  iterations: number;
  executions: number;
  /** Steps of a for-of in this execution. */
  steps: number;
  beganNs: number;
  /** When the last recorded execution came to its end; 0 = unknown. */
  endedNs: number;
  exhausted: boolean;
  ids: Map<unknown, number>;
  /** By id; of objects only a property of which is read, nothing is known. */
  containers: (Container | null)[];
  inspected: (Inspected | undefined)[];
  lastValue: unknown;
  lastId: number;
}

/** Logs that are not in use; one takes 48 KB. */
const free: Log[] = [];
const MAX_OPEN = 64;
let open = 0;

/** Null when too many are open. */
export function openWindow(nowNs: number): Window | null {
  if (open >= MAX_OPEN) return null;
  open++;
  const log = free.pop() ?? {
    places: new Uint16Array(BUDGET),
    containers: new Uint16Array(BUDGET),
    addresses: new Float64Array(BUDGET),
  };
  return {
    log,
    used: 0,
    usedFirst: 0,
    iterations: 0,
    executions: 1,
    steps: 0,
    beganNs: nowNs,
    endedNs: 0,
    exhausted: false,
    ids: new Map(),
    containers: [],
    inspected: [],
    lastValue: undefined,
    lastId: -1,
  };
}

export function freeWindow({ log }: Window): void {
  open--;
  free.push(log);
}

function idOf(window: Window, value: unknown): number {
  if (value === window.lastValue && window.lastId >= 0) return window.lastId;
  let id = window.ids.get(value);
  if (id === undefined) {
    id = window.containers.length;
    window.ids.set(value, id);
    window.containers.push(null);
  }
  window.lastValue = value;
  window.lastId = id;
  return id;
}

/** Of a stretch with more containers, they are rows and records: made before they are gone through. */
const MOST_GROWING = 64;

/** Arrays that were filled meanwhile are what they have become: one that was empty tells nothing of what it is. */
export function describeGrown({ ids, containers }: Window): void {
  if (containers.length > MOST_GROWING) return;
  for (const [value, id] of ids) {
    const before = containers[id];
    if (before === null || before === undefined || (before.kind !== 'Array' && before.kind !== 'Object')) continue;
    const after = describeContainer(value as object);
    if (after.length >= before.length) containers[id] = after;
  }
}

function addressOf(container: Container, index: unknown): number {
  let at = typeof index === 'number' ? index : NaN;
  if (typeof index === 'string' && index !== '' && String(Number(index)) === index) at = Number(index);
  const isWithin = container.elements === 'typed' ? at < container.length : at < 2 ** 32 - 1;
  return Number.isInteger(at) && at >= 0 && isWithin ? at * container.elementBytes + container.byteOffset : NaN;
}

function push(window: Window, place: number, id: number, address: number): void {
  const at = window.used++;
  if (window.executions === 1) window.usedFirst = window.used;
  window.log.places[at] = place;
  window.log.containers[at] = id;
  window.log.addresses[at] = address;
  if (window.used < BUDGET) return;
  window.exhausted = true;
  window.endedNs = nowNs();
}

/** `value[index]` is about to be read or written. */
export function logElement(window: Window, site: SiteState, value: unknown, index: unknown): void {
  if (window.exhausted || value === null || value === undefined) return;
  const isObject = typeof value === 'object' || typeof value === 'function';
  if (!isObject && typeof value !== 'string') return;
  const id = idOf(window, value);
  let container = window.containers[id];
  if (container === null || container === undefined) {
    container = isObject ? describeContainer(value as object) : describeText(value);
    window.containers[id] = container;
  }
  const address = addressOf(container, index);
  push(window, site.place, id, address);
  if (!container.isPlainArray || address !== address) return;
  const inspected = (window.inspected[site.place] ??= openInspected());
  const at = address / container.elementBytes;
  if (site.access !== 'write') return inspectElement(inspected, value as object, at);
  // It is about to be written: what was written by this place the last time is there by now.
  if (inspected.written === value) inspectElement(inspected, value as object, inspected.writtenAt);
  inspected.written = value;
  inspected.writtenAt = at;
}

/** A property of `value` is about to be read or written. */
export function logObject(window: Window, site: SiteState, value: unknown): void {
  if (window.exhausted || typeof value !== 'object' || value === null) return;
  push(window, site.place, idOf(window, value), NaN);
  if (types.isProxy(value)) return;
  const inspected = (window.inspected[site.place] ??= openInspected());
  inspectObject(inspected, value);
}
