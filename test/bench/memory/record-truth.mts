/**
 * Loaded instead of the memory probe, by `--import` in NODE_OPTIONS: writes down every indexed access of the program's own
 * modules in long stretches, without any of the probe's tricks, so that what the probe found can be held against it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';
import { instrument, LOOK, type TruthSite } from './instrument.mts';
import { TRUTH_DIR, type SiteTruth, type ThreadTruth } from './truth.mts';

/** Of each site's accesses, the first `STRETCH` of every `PERIOD` are written down. */
const STRETCH = 20_000;
const PERIOD = 4_000_000;
const STEPS_A_WRITE = 20_000;
/** Different distances that are told apart at one site; of a walk in no order there are as many as accesses. */
const MAX_STRIDES = 4096;
const POINTER_BYTES = 8;

interface State {
  site: TruthSite;
  seen: number;
  accesses: number;
  switches: number;
  last: object | null;
  addresses: Map<object, number>;
  steps: number;
  strides: Map<number, number>;
}

const dir = process.env[TRUTH_DIR] ?? '.';
const states: State[] = [];
let unwritten = 0;

function look(container: unknown, index: unknown, id: number): unknown {
  const state = states[id];
  if (state === undefined) return index;
  const place = state.seen++ % PERIOD;
  if (place >= STRETCH || typeof container !== 'object' || container === null) return index;
  if (place === 0) {
    state.addresses.clear();
    state.last = null;
  }
  state.accesses++;
  if (state.last !== null && state.last !== container) state.switches++;
  state.last = container;
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) addAddress(state, container, index);
  if (++unwritten >= STEPS_A_WRITE) write();
  return index;
}

function addAddress(state: State, container: object, index: number): void {
  const { addresses, strides } = state;
  const elementBytes =
    ArrayBuffer.isView(container) && 'BYTES_PER_ELEMENT' in container
      ? Number(container.BYTES_PER_ELEMENT)
      : POINTER_BYTES;
  const address = index * elementBytes;
  const before = addresses.get(container);
  if (before !== undefined) {
    state.steps++;
    const times = strides.get(address - before);
    if (times !== undefined || strides.size < MAX_STRIDES) strides.set(address - before, (times ?? 0) + 1);
  }
  addresses.set(container, address);
}

/** Again and again, since a worker that is terminated runs no exit handler. */
function write(): void {
  unwritten = 0;
  const sites = states.filter(({ accesses }) => accesses > 0).map(summarise);
  const truth: ThreadTruth = { threadId, sites };
  const file = join(dir, `${process.pid}-${threadId}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(truth));
  renameSync(`${file}.part`, file);
}

function summarise({ site, accesses, switches, steps, strides }: State): SiteTruth {
  const frequent = [...strides].toSorted(([, a], [, b]) => b - a).slice(0, 64);
  return { ...site, accesses, switches, steps, strides: frequent };
}

Object.defineProperty(globalThis, LOOK, { value: look });
process.on('exit', write);

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const isOwn = url.startsWith('file:') && !url.includes('/node_modules/') && !url.startsWith(import.meta.dirname);
    if (!isOwn || loaded.source === undefined || loaded.source === null || loaded.format === 'json') return loaded;
    const source =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    const { code, sites } = instrument(source, fileURLToPath(url), states.length);
    for (const site of sites)
      states.push({
        site,
        seen: 0,
        accesses: 0,
        switches: 0,
        steps: 0,
        last: null,
        addresses: new Map(),
        strides: new Map(),
      });
    return { ...loaded, source: code };
  },
});
