/** The shape of a report as data, to check files and messages against. `Report` in report.ts is the type of the same. */
import * as v from 'valibot';
import type { FindingId, VerdictId } from '../detect/finding.js';
import type { Edit } from '../predict/edit.js';
import type { Refusal } from '../predict/prediction.js';
import type { Change } from '../recommend/recommendation.js';
import { memorySchema } from './memory-schema.js';
import { REPORT_SCHEMA_VERSION, type Report } from './report.js';
import { interval, maybe, number, place, text } from './schema-parts.js';

// Lists of ids grow without a new schema version: a finding that this version does not know is shown like any other.
const findingId = v.custom<FindingId>((id) => typeof id === 'string', 'Expected the id of a finding');
const verdictId = v.custom<VerdictId>((id) => typeof id === 'string', 'Expected the id of a verdict');
const workloadClass = v.picklist(['cpu-bound', 'io-bound', 'mixed', 'lock-bound', 'message-bound']);

const evidence = v.array(
  v.object({
    label: text,
    value: number,
    unit: v.picklist(['ns', 'share', 'count', 'bytes', 'per-second', 'ratio']),
    interval: v.exactOptional(interval),
    samples: v.exactOptional(number),
  }),
);

const effort = v.picklist(['quick win', 'medium', 'advanced']);

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
  recommendation: v.object({ text, effort }),
  answeredBy: v.nullable(text),
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

// As with ids: edits and changes of kinds that this version does not know are shown by their title.
const hasKind = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
const edit = v.custom<Edit>(hasKind, 'Expected an edit');
const change = v.custom<Change>(hasKind, 'Expected a change');
const refusalCode = v.custom<Refusal['reasons'][number]['code']>(
  (code) => typeof code === 'string',
  'Expected the code of a reason',
);

const prediction = v.object({
  edits: v.array(edit),
  makespanNs: number,
  makespanInterval: interval,
  speedUp: number,
  speedUpInterval: interval,
  throughputPerSecond: number,
  latencyNs: v.nullable(percentiles),
  latencyP95Interval: v.nullable(interval),
  assumptions: v.array(text),
  samples: number,
  extrapolated: v.boolean(),
});

const refusal = v.object({ reasons: v.array(v.object({ code: refusalCode, message: text })) });

const recommendation = v.object({
  key: text,
  findingKey: v.nullable(text),
  title: text,
  edit,
  effort,
  site: v.nullable(place),
  change: v.nullable(change),
  whyByHand: v.nullable(text),
  prediction: v.union([prediction, refusal]),
});

const policySettings = v.object({
  minThreads: number,
  initialThreads: number,
  maxThreads: number,
  scaleUpAt: number,
  scaleDownAt: number,
});

const predictions = v.object({
  identity: v.nullable(
    v.object({
      recordedMakespanNs: number,
      replayedMakespanNs: number,
      makespanError: number,
      threadError: number,
      lockWaitNs: v.object({ recorded: number, replayed: number }),
      ok: v.boolean(),
      reason: text,
    }),
  ),
  refusal: v.nullable(refusal),
  ranking: v.object({
    worthIt: v.array(v.object({ recommendation, marginalSpeedUp: number, marginalInterval: interval })),
    combined: v.nullable(prediction),
    notWorthIt: v.array(v.object({ recommendation, reason: text })),
    refused: v.array(recommendation),
  }),
  policies: v.array(
    v.object({
      pool: number,
      library: text,
      site: v.nullable(place),
      best: v.object({ settings: policySettings, prediction }),
      bestFixed: v.object({ threads: number, prediction }),
      usualRule: v.object({ settings: policySettings, prediction }),
      candidates: number,
      verdict: text,
      winner: v.picklist(['policy', 'fixed', 'usual-rule', 'as-it-is']),
    }),
  ),
  extrapolation: v.nullable(
    v.object({
      points: v.array(
        v.object({
          cores: number,
          threads: number,
          makespanNs: number,
          interval,
          speedUp: number,
          speedUpInterval: interval,
        }),
      ),
      stopsPayingAt: maybe,
    }),
  ),
  calibration: v.nullable(v.object({ verifications: number, mape: maybe, bias: maybe, coverage: maybe })),
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
  predictions,
  scalability: v.array(scalabilityPoint),
  threads: v.array(thread),
  timeline,
  locks: v.array(lock),
  messages: v.array(messages),
  hotFunctions: v.array(v.object({ functionName: text, place: v.nullable(place), share: number, samples: number })),
  memory: v.nullable(memorySchema),
  dataQuality,
});

/** What the schema accepts is what the type says, and the reverse: either line fails to compile otherwise. */
type Same<A, B> = [A, B] extends [B, A] ? true : never;
true satisfies Same<
  v.InferOutput<typeof reportSchema>,
  Omit<Report, 'schemaVersion'> & { schemaVersion: typeof REPORT_SCHEMA_VERSION }
>;
