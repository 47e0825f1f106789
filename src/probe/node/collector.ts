/**
 * The collector: a worker of the program's process that the program does not see. Ten times a second it empties the
 * rings into the trace file and reads the scheduler's counters. Woken earlier when a ring fills.
 */
import { workerData } from 'node:worker_threads';
import { COLLECTOR_THREAD } from '../../trace/format.js';
import { RecordType } from '../../trace/records.js';
import { DrainerState, Header, Slot, viewHeader } from './arena.js';
import { calibrate } from './calibrate.js';
import { now, setEpoch } from './clock.js';
import { createDrain, drainAll, drainOwn, finish, writeAllCounters } from './drain.js';
import { atomics } from './natives.js';
import { openThread, readOwnTid, readSched } from './proc.js';
import { emitF64, onFull, openRing } from './ring.js';
import { enterThread } from './thread.js';
import type { CollectorData } from './start-collector.js';

const PERIOD_MS = 100;
const SAMPLE_EVERY_NS = 95_000_000;
const COUNTERS_EVERY_NS = 1_000_000_000;

const data = workerData as CollectorData;
setEpoch(data.epochNs);
const sharedHeader = viewHeader(data.arena);
const price = calibrate();
// A process that has ended meanwhile writes its own trace; nothing below must touch the file then.
if (
  atomics.compareExchange(sharedHeader, Header.Drainer, DrainerState.Starting, DrainerState.Collector) !==
  DrainerState.Starting
)
  process.exit();
const own = enterThread({
  arena: data.arena,
  slot: data.slot,
  index: COLLECTOR_THREAD,
  parentIndex: 0,
  origin: 'main',
  run: data.run,
});
own.views.head[Slot.Thread] = COLLECTOR_THREAD;
openRing(own.views, own.header);
const drain = createDrain(data.file, data.arena, own.header, price);
onFull(() => drainOwn(drain, data.slot));
const ownFiles = openThread(readOwnTid());
const ownCpuNs = (): number => readSched(ownFiles)?.cpuNs ?? 0;

let sampledNs = -Infinity;
let countedNs = now();
for (;;) {
  const bell = atomics.load(own.header, Header.Doorbell);
  const timeNs = now();
  const isClosing = atomics.load(own.header, Header.CloseAsked) === 1;
  if (isClosing) break;
  const sample = timeNs - sampledNs >= SAMPLE_EVERY_NS;
  drainAll(drain, sample);
  if (sample) sampledNs = timeNs;
  if (timeNs - countedNs >= COUNTERS_EVERY_NS) {
    countedNs = timeNs;
    writeAllCounters(drain);
    emitF64(RecordType.CollectorCpu, 0, 0, timeNs, ownCpuNs());
  }
  drainOwn(drain, data.slot);
  atomics.wait(own.header, Header.Doorbell, bell, PERIOD_MS);
}
finish(drain, data.slot, ownCpuNs());
atomics.store(own.header, Header.Closed, 1);
atomics.notify(own.header, Header.Closed);
