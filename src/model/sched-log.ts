import { joinDouble } from '../trace/decode.js';
import { RecordType } from '../trace/records.js';
import { Doubles, Ints } from './growable.js';
import type { Recording } from './recording.js';

/** Cumulative scheduler readings of one thread, 10-20 a second. */
export interface SchedSamples {
  timeNs: Float64Array;
  cpuNs: Float64Array;
  delayNs: Float64Array;
  /** Of ThreadState. */
  state: Int32Array;
}

/** Cumulative readings of one counter. */
export interface Series {
  timeNs: Doubles;
  value: Doubles;
}

export interface SchedLog {
  /** By position. */
  threads: SchedSamples[];
  /** Of a thread that was never looked at. */
  none: SchedSamples;
  host: Series;
  process: Series;
  collector: Series;
  /** True where /proc could be read. */
  known: boolean;
}

/** A run-queue reading belongs to the CPU reading of the same look when it is this close. */
const SAME_LOOK_NS = 5e6;

/** Reads what the collector wrote about the scheduler. */
export function readSched({ collector, positionOf, infos }: Recording): SchedLog {
  const threads = infos.map(() => ({
    timeNs: new Doubles(),
    cpuNs: new Doubles(),
    delayNs: new Doubles(),
    state: new Ints(),
  }));
  const log = { host: createSeries(), process: createSeries(), collector: createSeries() };
  for (let row = 0; row < (collector?.count ?? 0); row++) {
    const { head, timeNs, a, b } = collector as NonNullable<typeof collector>;
    const word = head[row] as number;
    const time = timeNs[row] as number;
    const value = joinDouble(a[row] as number, b[row] as number);
    const thread = threads[positionOf[word >>> 16] as number];
    const type = word & 255;
    if (type === RecordType.SchedCpu && thread !== undefined) {
      thread.timeNs.push(time);
      thread.cpuNs.push(value);
      thread.delayNs.push(thread.delayNs.count === 0 ? 0 : thread.delayNs.at(thread.delayNs.count - 1));
      thread.state.push((word >>> 8) & 255);
    } else if (type === RecordType.SchedDelay && thread !== undefined && thread.timeNs.count > 0) {
      const last = thread.timeNs.count - 1;
      if (time - thread.timeNs.at(last) < SAME_LOOK_NS) thread.delayNs.set(last, value);
    } else if (type === RecordType.HostCpu) pushReading(log.host, time, value);
    else if (type === RecordType.ProcessCpu) pushReading(log.process, time, value);
    else if (type === RecordType.CollectorCpu) pushReading(log.collector, time, value);
  }
  return {
    ...log,
    none: {
      timeNs: new Float64Array(),
      cpuNs: new Float64Array(),
      delayNs: new Float64Array(),
      state: new Int32Array(),
    },
    known: threads.some(({ timeNs }) => timeNs.count > 0),
    threads: threads.map(({ timeNs, cpuNs, delayNs, state }) => ({
      timeNs: timeNs.view(),
      cpuNs: cpuNs.view(),
      delayNs: delayNs.view(),
      state: state.view(),
    })),
  };
}

function createSeries(): Series {
  return { timeNs: new Doubles(), value: new Doubles() };
}

function pushReading({ timeNs, value }: Series, time: number, reading: number): void {
  timeNs.push(time);
  value.push(reading);
}

/** What a cumulative counter gained between two times, as far as its readings reach; NaN with fewer than two readings. */
export function gainBetween(series: Series, beginNs: number, endNs: number): number {
  return valueAt(series, endNs) - valueAt(series, beginNs);
}

function valueAt({ timeNs, value }: Series, time: number): number {
  const { count } = timeNs;
  if (count < 2) return Number.NaN;
  let after = 0;
  while (after < count && timeNs.at(after) < time) after++;
  if (after === 0) return value.at(0);
  if (after === count) return value.at(count - 1);
  return interpolate(timeNs.at(after - 1), value.at(after - 1), timeNs.at(after), value.at(after), time);
}

/** The straight line through two readings, at a time. */
export function interpolate(t0: number, v0: number, t1: number, v1: number, time: number): number {
  return t1 > t0 ? v0 + ((v1 - v0) * (time - t0)) / (t1 - t0) : v1;
}
