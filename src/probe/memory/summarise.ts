/** A recorded stretch → what the file says of it. */
import type { MemorySiteWindow } from '../../trace/memory.js';
import type { Container } from './containers.js';
import { hashOrder } from './order.js';
import type { SiteState, Window } from './window.js';

const MAX_STRIDES = 16;
const LINE_BYTES = 64;
/** Addresses of one site that are remembered: more stretches tell no more. */
const MOST_MET = 1 << 15;
/** Addresses of different containers are kept apart by this. */
const APART = 2 ** 40;

const NOTHING: Container = {
  kind: 'Object',
  elements: 'none',
  elementBytes: 8,
  length: 0,
  byteOffset: 0,
  shared: undefined,
  isPlainArray: false,
};

export function summariseWindow(window: Window, sites: readonly SiteState[]): MemorySiteWindow[] {
  const summaries: MemorySiteWindow[] = [];
  for (const site of sites) {
    const summary = summariseSite(window, site);
    if (summary !== null) summaries.push(summary);
  }
  return summaries;
}

function summariseSite(window: Window, site: SiteState): MemorySiteWindow | null {
  const { log, used } = window;
  const lastOf = new Float64Array(window.containers.length).fill(NaN);
  const times = new Uint32Array(window.containers.length);
  const strides = new Map<number, number>();
  const lines = new Set<number>();
  const addresses = new Set<number>();
  let count = 0;
  let switches = 0;
  let last = -1;
  let most = 0;
  let first = NaN;
  for (let at = 0; at < used; at++) {
    if (log.places[at] !== site.place) continue;
    const id = log.containers[at] as number;
    const address = log.addresses[at] as number;
    count++;
    if (last >= 0 && last !== id) switches++;
    last = id;
    const timesNow = (times[id] as number) + 1;
    times[id] = timesNow;
    if (timesNow > (times[most] as number)) most = id;
    if (Number.isNaN(address)) continue;
    if (Number.isNaN(first)) first = address;
    const before = lastOf[id] as number;
    if (!Number.isNaN(before)) strides.set(address - before, (strides.get(address - before) ?? 0) + 1);
    lastOf[id] = address;
    lines.add(id * APART + Math.floor(address / LINE_BYTES));
    addresses.add(id * APART + address);
  }
  if (count === 0) return null;
  const container = window.containers[most] ?? NOTHING;
  const containers = times.reduce((sum, each) => sum + (each > 0 ? 1 : 0), 0);
  const isOne = containers === 1;
  const frequent = [...strides].sort((a, b) => b[1] - a[1]);
  const fresh = isOne && addresses.size > 0 ? countFresh(addresses, site) : undefined;
  const inspected = window.inspected[site.place];
  const order = site.what === 'element' ? hashOrder(window, site.place) : undefined;
  return {
    site: site.id,
    reads: site.access === 'write' ? 0 : count,
    writes: site.access === 'read' ? 0 : count,
    container: container.kind,
    elements: container.elements,
    elementBytes: container.elementBytes,
    length: container.length,
    containers,
    switches,
    strides: frequent.slice(0, MAX_STRIDES),
    otherStrides: frequent.slice(MAX_STRIDES).reduce((sum, [, each]) => sum + each, 0),
    lines: lines.size,
    bytes: addresses.size * container.elementBytes,
    ...(isOne && !Number.isNaN(first) && { first }),
    ...(fresh !== undefined && { fresh }),
    ...(order !== undefined && { order }),
    values: { looked: inspected?.looked ?? 0, doubles: inspected?.doubles ?? 0, objects: inspected?.objects ?? 0 },
    shapes: inspected?.shapes.length ?? 0,
    fields: inspected?.fields ?? [],
    ...(inspected && inspected.doubleFields.size > 0 && { doubleFields: [...inspected.doubleFields] }),
    ...(container.shared !== undefined && { shared: container.shared }),
  };
}

/** Those that no stretch before went to; undefined once there are too many to remember. */
function countFresh(addresses: ReadonlySet<number>, { met }: SiteState): number | undefined {
  if (met.size > MOST_MET) return undefined;
  const before = met.size;
  for (const address of addresses) met.add(address % APART);
  return met.size - before;
}
