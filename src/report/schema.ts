/** The shape of a report as data, to check files and messages against. `Report` in report.ts is the type of the same. */
import * as v from 'valibot';
import type { FindingId, VerdictId } from '../detect/finding.js';
import { REPORT_SCHEMA_VERSION, type Report } from './report.js';

const number = v.pipe(v.number(), v.finite());
const text = v.string();
const maybe = v.nullable(number);
const interval = v.tuple([number, number]);

// Lists of ids grow without a new schema version: a finding that this version does not know is shown like any other.
const findingId = v.custom<FindingId>((id) => typeof id === 'string', 'Expected the id of a finding');
const verdictId = v.custom<VerdictId>((id) => typeof id === 'string', 'Expected the id of a verdict');
const workloadClass = v.picklist(['cpu-bound', 'io-bound', 'mixed', 'lock-bound', 'message-bound']);

const place = v.object({ file: text, line: number, column: number, functionName: text, label: text });

const evidence = v.array(
  v.object({
    label: text,
    value: number,
    unit: v.picklist(['ns', 'share', 'count', 'bytes', 'per-second', 'ratio']),
    interval: v.exactOptional(interval),
    samples: v.exactOptional(number),
  }),
);

const finding = v.object({
  key: text,
  id: findingId,
  rank: number,
  level: v.picklist(['problem', 'info']),
  title: text,
  workloadClass,
  site: v.nullable(place),
  stack: v.array(place),
  related: v.array(v.object({ label: text, place })),
  threadTimeLostNs: number,
  threadTimeShare: number,
  makespanShare: number,
  evidence,
  sampleSize: number,
  recommendation: v.object({ text, effort: v.picklist(['quick win', 'medium', 'advanced']) }),
  waitChain: v.array(v.object({ text, place: v.nullable(place) })),
  waitsFor: v.array(v.object({ waiter: text, owner: text, waitNs: number, count: number })),
  docs: text,
});

const percentiles = v.object({ count: number, p50: number, p95: number, p99: number, max: number });

const keyFigures = v.object({
  makespanNs: number,
  tasks: number,
  throughputPerSecond: number,
  latencyNs: v.nullable(percentiles),
  queueNs: v.nullable(percentiles),
  serviceNs: v.nullable(percentiles),
  latencyByAgent: v.array(v.object({ agent: text, latencyNs: percentiles })),
  cpuEfficiency: maybe,
  threads: number,
  cores: number,
});

const scalabilityPoint = v.object({
  threads: number,
  runs: number,
  throughputPerSecond: number,
  interval,
  speedUp: number,
  speedUpInterval: interval,
  latencyNs: v.nullable(percentiles),
  cpuEfficiency: maybe,
});

const thread = v.object({
  name: text,
  threadId: number,
  origin: text,
  beginNs: number,
  endNs: number,
  startingNs: number,
  onCpuNs: maybe,
  runnableNs: maybe,
  lockWaitNs: number,
  otherWaitNs: number,
  ioNs: number,
  idleNs: number,
  gcNs: number,
  tasks: number,
});

const shares = v.array(number);
const timeline = v.object({
  beginNs: number,
  endNs: number,
  buckets: number,
  threads: v.array(v.object({ name: text, running: shares, lockWait: shares, otherWait: shares, io: shares })),
});

const lock = v.object({
  name: text,
  kind: text,
  site: v.nullable(place),
  acquires: number,
  contendedAcquires: number,
  waitNs: number,
  holdNs: number,
  threads: number,
  inside: v.array(v.object({ functionName: text, share: number, samples: number })),
});

const messages = v.object({
  site: v.nullable(place),
  direction: text,
  count: number,
  bytes: maybe,
  bytesEstimated: v.boolean(),
  serialiseNs: number,
  deserialiseNs: maybe,
});

const run = v.object({
  id: text,
  command: v.array(text),
  cwd: text,
  startedAt: text,
  nodeVersion: text,
  platform: text,
  cpuModel: text,
  cores: number,
  pid: number,
  exitCode: maybe,
  signal: v.nullable(text),
  otherProcesses: v.array(v.object({ pid: number, command: text, threads: number, records: number })),
});

const dataQuality = v.object({
  complete: v.boolean(),
  missing: v.array(text),
  notes: v.array(text),
  records: number,
  bytes: number,
  lostRecords: number,
  foreignCpuShare: maybe,
  probe: v.object({ inThreadsNs: number, collectorNs: number, startNs: number, shareOfCpu: maybe }),
  schedulerKnown: v.boolean(),
});

/** Fields that are not listed are dropped. */
export const reportSchema = v.object({
  schemaVersion: v.literal(REPORT_SCHEMA_VERSION),
  tool: v.object({ name: v.literal('threadwise'), version: text }),
  run,
  workloadClass,
  verdicts: v.array(v.object({ id: verdictId, message: text, evidence })),
  findings: v.array(finding),
  keyFigures,
  scalability: v.array(scalabilityPoint),
  threads: v.array(thread),
  timeline,
  locks: v.array(lock),
  messages: v.array(messages),
  hotFunctions: v.array(v.object({ functionName: text, place: v.nullable(place), share: number, samples: number })),
  dataQuality,
});

/** What the schema accepts is what the type says, and the reverse: either line fails to compile otherwise. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
true satisfies Same<
  v.InferOutput<typeof reportSchema>,
  Omit<Report, 'schemaVersion'> & { schemaVersion: typeof REPORT_SCHEMA_VERSION }
>;
