/**
 * CPU samples and garbage collections of this thread, moved into its ring every so often.
 *
 * Starting V8's profiler costs 15-25 ms, because it lists all code there is, and more where the heap is large, because it
 * walks through it. So it runs in few threads, and only once the price is small beside the thread's age; and as ending one
 * profile while another runs costs 0.3 ms, two named profiles overlap: the next is started before the current is ended.
 * Collections are told for next to nothing and looked at in every thread.
 */
import { BlobKind, GcKind, RecordType } from '../../trace/records.js';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
import { SlotCost } from './arena.js';
import { getEpoch, now } from './clock.js';
import { chargeSinceMark, markCost } from './cost.js';
import { inspectorModule, inspectorSession } from './inspector.js';
import { emit, emitF64, emitJson } from './ring.js';

const SAMPLING_US = 20_000;
/** Rotation may cost this share of the thread's time. */
const COST_SHARE = 1 / 600;
const MIN_PERIOD_NS = 500_000_000;
/** Each collection in a GC window is dear (V8 lists all heap spaces twice), so windows take up this share of the time. */
const GC_WINDOW_SHARE = 1 / 4;
/** A main thread this busy since the last look is worth sampling. */
const BUSY_SHARE = 0.5;
/** Life after which a thread is worth looking at. */
const WARM_UP_NS = 100_000_000;
/**
 * What starting the profiler costs: measured on Node 20-26, 12-24 ms in a thread with nothing but Node in its heap, and 1.2-1.4
 * ms for each further MB. It decides when to start, no more: what it did cost is measured.
 */
const START_NS = 20_000_000;
const START_NS_PER_BYTE = 1.2;
const BARE_HEAP_BYTES = 8_000_000;
/** Starting may cost this share of the thread's age. */
const START_SHARE = 1 / 25;
/** Looked at this often: the heap of a thread that makes much garbage is small right after a collection. */
const LOOK_EVERY_NS = 10_000_000;
/** GC records are only collected where hooks come at least this often: each costs 3 KB until it is fetched. */
const MAX_GC_WINDOW_NS = 1_000_000_000;

const OWN_FILE = __filename;
const LOSES_RUNNING_LOOPS = Number.parseInt(process.versions.node, 10) >= 23;

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number };
  children?: number[];
  /** Samples by line, in functions of scripts. */
  positionTicks?: { line: number; ticks: number }[];
}
interface CpuProfile {
  nodes: ProfileNode[];
  startTime: number;
  endTime: number;
  samples?: number[];
  timeDeltas?: number[];
}
interface Finished {
  params: { profile: CpuProfile; title?: string };
}
interface GcReport {
  startTime: number;
  statistics: { gcType: string; cost: number; beforeGC: HeapSizes; afterGC: HeapSizes }[];
}
interface HeapSizes {
  heapStatistics: { usedHeapSize: number };
}
interface GcProfiler {
  start(): void;
  stop(): GcReport | undefined;
}

const loopUtilization = performance.eventLoopUtilization.bind(performance);

let utilizationSince = loopUtilization();
let title = 0;
let allowed = false;
let running = false;
let sampling = false;
let bornNs = 0;
let dueNs = 0;
let nextLookNs = Infinity;
let latest: CpuProfile | null = null;
let gcProfiler: GcProfiler | null = null;
let gcSinceNs = -1;
let gcPausedUntilNs = 0;
const stackIds = new Map<string, number>();

function name(count: number): string {
  return `threadwise ${count}`;
}

/**
 * Allows looking at this thread, `withSamples` or at its collections alone. It begins at the first quiet moment after a
 * while: a thread that does not live that long is not worth it.
 */
export function allowProfiles(withSamples: boolean): void {
  allowed = true;
  utilizationSince = loopUtilization();
  bornNs = now();
  dueNs = bornNs + WARM_UP_NS;
  if (withSamples) nextLookNs = bornNs + START_NS / START_SHARE;
}

/** Starts to sample once the thread is old enough for its price. */
function startSamplingIfWorth(nowNs: number): void {
  const { used_heap_size: heapBytes } = heapStatistics();
  const priceNs = START_NS + Math.max(0, heapBytes - BARE_HEAP_BYTES) * START_NS_PER_BYTE;
  if (priceNs > START_SHARE * (nowNs - bornNs)) {
    nextLookNs = nowNs + LOOK_EVERY_NS;
    return;
  }
  nextLookNs = Infinity;
  const cost = markCost();
  startSampling();
  chargeSinceMark(SlotCost.ProfilesNs, cost);
}

function startSampling(): void {
  const session = inspectorSession();
  const inspector = inspectorModule();
  if (session === null || inspector === null) return;
  session.on('Profiler.consoleProfileFinished', (message: Finished) => {
    if (message.params.title?.startsWith('threadwise ')) latest = message.params.profile;
  });
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: SAMPLING_US });
  inspector.console.profile(name(title));
  if (LOSES_RUNNING_LOOPS) forgetOptimizedCode(session);
  sampling = true;
}

/**
 * From Node 24 on the profiler does not find code that was optimized while its loop ran before the profiler did: its samples
 * then count for the line of the caller. Coverage that counts exactly makes V8 throw optimized code away, which takes 3-5 ms, and the loops
 * that matter are compiled again within as much, under the profiler's eyes.
 */
function forgetOptimizedCode(session: NonNullable<ReturnType<typeof inspectorSession>>): void {
  session.post('Profiler.startPreciseCoverage', { callCount: false, detailed: false });
  session.post('Profiler.stopPreciseCoverage');
}

export function areProfilesRunning(): boolean {
  return running;
}

/** Called from hooks at moments when the thread holds no lock and has just done with something. */
export function rotateIfDue(nowNs: number): void {
  if (nowNs >= nextLookNs && running) startSamplingIfWorth(nowNs);
  if ((!running && !allowed) || nowNs < dueNs) return;
  if (!running && isIdleLoop()) {
    dueNs = nowNs + WARM_UP_NS;
    return;
  }
  running = true;
  rotateProfiles();
}

/**
 * A main thread that mostly waits for its workers: starting to sample it would keep all of them waiting, to see nothing.
 * Looked at again later.
 */
function isIdleLoop(): boolean {
  if (!isMainThread) return false;
  const { utilization } = loopUtilization(utilizationSince);
  utilizationSince = loopUtilization();
  return utilization < BUSY_SHARE;
}

/** Ends the current profile and GC window, writes them out, and goes on in the next. */
export function rotateProfiles(): void {
  const cost = markCost();
  if (sampling) rotateSamples();
  writeGc(cost.wallNs);
  emitF64(RecordType.LoopIdle, 0, 0, now(), loopUtilization().idle * 1e6);
  const spent = chargeSinceMark(SlotCost.ProfilesNs, cost);
  dueNs = now() + Math.max(MIN_PERIOD_NS, spent / COST_SHARE);
}

function rotateSamples(): void {
  const inspector = inspectorModule();
  if (inspector === null) return;
  latest = null;
  inspector.console.profile(name(title + 1));
  inspector.console.profileEnd(name(title));
  title++;
  if (latest !== null) writeProfile(latest);
}

/** The profiler's clock counts µs of the same monotonic clock as process.hrtime. */
function profileTimeNs(us: number): number {
  return us * 1000 - Number(getEpoch());
}

function writeProfile(profile: CpuProfile): void {
  const { samples = [], timeDeltas = [] } = profile;
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const byId = new Map(profile.nodes.map((node) => [node.id, node]));
  const ids = new Map<number, number>();
  const fresh: [number, number, string, string, number, number][] = [];
  const idOf = (nodeId: number): number => {
    const done = ids.get(nodeId);
    if (done !== undefined) return done;
    const node = byId.get(nodeId);
    if (node === undefined || parents.get(nodeId) === undefined) return 0; // the root
    const parent = idOf(parents.get(nodeId) as number);
    const { functionName, url, lineNumber, columnNumber } = node.callFrame;
    if (url.endsWith(OWN_FILE)) return parent; // the probe itself: its time is stated apart
    const key = `${parent}\n${functionName}\n${url}\n${lineNumber}\n${columnNumber}`;
    let id = stackIds.get(key);
    if (id === undefined) {
      id = stackIds.size + 1;
      stackIds.set(key, id);
      fresh.push([id, parent, functionName, url, lineNumber + 1, columnNumber + 1]);
    }
    ids.set(nodeId, id);
    return id;
  };
  const stacks = samples.map(idOf);
  const ticks = listLineTicks(profile.nodes, ids);
  const beginNs = profileTimeNs(profile.startTime);
  if (fresh.length > 0) emitJson(BlobKind.StackNodes, 0, beginNs, fresh);
  if (ticks.length > 0) emitJson(BlobKind.LineTicks, 0, beginNs, ticks);
  emit(RecordType.SampleWindow, 0, 0, beginNs, Math.round(profile.endTime - profile.startTime), samples.length);
  let timeUs = profile.startTime;
  for (let at = 0; at < stacks.length; at++) {
    timeUs += timeDeltas[at] ?? 0;
    emit(RecordType.Sample, 0, 0, profileTimeNs(timeUs), stacks[at] as number, 0);
  }
}

/** Lines of the user's own code: of what a package does, the function says enough. */
function listLineTicks(nodes: readonly ProfileNode[], ids: ReadonlyMap<number, number>): [number, number, number][] {
  return nodes.flatMap(({ id, callFrame: { url }, positionTicks = [] }) => {
    const stack = ids.get(id);
    if (stack === undefined || url === '' || url.startsWith('node:') || url.includes('/node_modules/')) return [];
    if (url.endsWith(OWN_FILE)) return [];
    return positionTicks.map(({ line, ticks }): [number, number, number] => [stack, line, ticks]);
  });
}

const GC_KINDS: Record<string, number> = {
  Scavenge: GcKind.Minor,
  MinorMarkCompact: GcKind.Minor,
  MinorMarkSweep: GcKind.Minor,
  MarkCompact: GcKind.Major,
  MarkSweepCompact: GcKind.Major,
  IncrementalMarking: GcKind.Incremental,
  ProcessWeakCallbacks: GcKind.WeakCallbacks,
};

/** Ends the GC window and writes its collections; the next begins unless this one was too dear. */
function writeGc(nowNs: number): void {
  if (gcProfiler !== null && gcSinceNs >= 0) {
    const report = gcProfiler.stop();
    const { statistics = [] } = report ?? {};
    emit(RecordType.SampleWindow, 1, 0, gcSinceNs, Math.round((nowNs - gcSinceNs) / 1000), statistics.length);
    for (const { gcType, cost, beforeGC, afterGC } of statistics) {
      const freed = beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize;
      const kind = GC_KINDS[gcType] ?? GcKind.Minor;
      emit(RecordType.Gc, kind, 0, gcSinceNs, Math.min(cost * 1000, 0xffffffff), Math.max(0, freed >> 10));
    }
    const spentNs = now() - nowNs;
    const windowNs = nowNs - gcSinceNs;
    const restNs = statistics.length === 0 ? 0 : windowNs / GC_WINDOW_SHARE - windowNs;
    gcPausedUntilNs = nowNs + Math.max(restNs, spentNs / COST_SHARE - windowNs);
    // A thread whose hooks come too rarely would pile up collections: its GC is known from CPU samples alone.
    if (windowNs > MAX_GC_WINDOW_NS) gcPausedUntilNs = Infinity;
    gcSinceNs = -1;
  }
  if (nowNs < gcPausedUntilNs) return;
  gcProfiler ??= createGcProfiler();
  if (gcProfiler === null) return;
  gcProfiler.start();
  gcSinceNs = now();
}

interface V8Module {
  GCProfiler: new () => GcProfiler;
  getHeapStatistics(): { used_heap_size: number };
}
const requireV8 = (): V8Module => createRequire(__filename)('node:v8') as V8Module;

function heapStatistics(): { used_heap_size: number } {
  return requireV8().getHeapStatistics();
}

function createGcProfiler(): GcProfiler | null {
  try {
    const { GCProfiler } = requireV8();
    return new GCProfiler();
  } catch {
    gcPausedUntilNs = Infinity;
    return null;
  }
}
