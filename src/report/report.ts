/**
 * The report: what `--json` writes, what the webview draws, what the terminal prints. Self-contained: sites are resolved,
 * nothing refers to the trace. Schema documented in docs/report-schema.md; `schemaVersion` rises with every change.
 */
import type { Effort, Evidence, FindingId, VerdictId, WorkloadClass } from '../detect/finding.js';
import type { Edit } from '../predict/edit.js';
import type {
  Extrapolation,
  IdentityCheck,
  Interval,
  PolicyResult,
  Prediction,
  Refusal,
} from '../predict/prediction.js';
import type { Change } from '../recommend/recommendation.js';
import type { Percentiles } from '../statistics/percentiles.js';
import type { Calibration } from '../verify/verification.js';
import type { Place } from './place.js';
import type { ReportMemory } from './report-memory.js';

export type { Place } from './place.js';

export const REPORT_SCHEMA_VERSION = 3;

export interface ReportFinding {
  /** Unique in the report: id, or id#2 for the second of a kind. */
  key: string;
  id: FindingId;
  /** 1 = first. */
  rank: number;
  level: 'problem' | 'info';
  title: string;
  workloadClass: WorkloadClass;
  site: Place | null;
  /** The stack under the site, innermost first. */
  stack: Place[];
  related: { label: string; place: Place }[];
  threadTimeLostNs: number;
  threadTimeShare: number;
  makespanShare: number;
  evidence: Evidence[];
  sampleSize: number;
  recommendation: { text: string; effort: Effort };
  /** Key of the recommendation in `predictions` that answers it best; null where none was looked at. */
  answeredBy: string | null;
  waitChain: { text: string; place: Place | null }[];
  waitsFor: { waiter: string; owner: string; waitNs: number; count: number }[];
  /** docs/findings/<id>.md */
  docs: string;
}

export interface KeyFigures {
  makespanNs: number;
  tasks: number;
  /** Tasks done a second over the measured part. */
  throughputPerSecond: number;
  /** Submit to done, ns. */
  latencyNs: Percentiles | null;
  queueNs: Percentiles | null;
  serviceNs: Percentiles | null;
  latencyByAgent: { agent: string; latencyNs: Percentiles }[];
  /** CPU time of the program over cores × makespan, 0..1; null where the platform cannot tell. */
  cpuEfficiency: number | null;
  /** Most threads alive at one time, the main thread included. */
  threads: number;
  cores: number;
}

/** One point of the scalability curve: a run with so many threads (0 = inline on the calling thread). */
export interface ScalabilityPoint {
  threads: number;
  runs: number;
  throughputPerSecond: number;
  interval: [low: number, high: number];
  /** Against 1 thread where measured, else against inline. */
  speedUp: number;
  speedUpInterval: [low: number, high: number];
  latencyNs: Percentiles | null;
  cpuEfficiency: number | null;
}

export interface ReportThread {
  name: string;
  threadId: number;
  origin: string;
  beginNs: number;
  endNs: number;
  startingNs: number;
  onCpuNs: number | null;
  runnableNs: number | null;
  lockWaitNs: number;
  otherWaitNs: number;
  ioNs: number;
  idleNs: number;
  gcNs: number;
  tasks: number;
}

/** The timeline, cut to `buckets` equal slices: per thread, the share of each slice in each state (0..1). */
export interface Timeline {
  beginNs: number;
  endNs: number;
  buckets: number;
  threads: { name: string; running: number[]; lockWait: number[]; otherWait: number[]; io: number[] }[];
}

export interface ReportLock {
  name: string;
  kind: string;
  site: Place | null;
  acquires: number;
  contendedAcquires: number;
  waitNs: number;
  holdNs: number;
  threads: number;
  inside: { functionName: string; share: number; samples: number }[];
}

export interface ReportMessages {
  site: Place | null;
  direction: string;
  count: number;
  bytes: number | null;
  bytesEstimated: boolean;
  serialiseNs: number;
  deserialiseNs: number | null;
}

/** A change to the program, and what replaying the run with it says. */
export interface ReportRecommendation {
  /** Unique in the report, and what `threadwise verify` takes. */
  key: string;
  /** Key of the finding it answers; null for one that answers none. */
  findingKey: string | null;
  title: string;
  edit: Edit;
  effort: Effort;
  site: Place | null;
  /** How it can be tried without changing the source; null = by hand only. */
  change: Change | null;
  /** Why a change that was thought of is by hand only; null where none was, or where there is one. */
  whyByHand: string | null;
  prediction: Prediction | Refusal;
}

export interface ReportRanking {
  worthIt: { recommendation: ReportRecommendation; marginalSpeedUp: number; marginalInterval: Interval }[];
  combined: Prediction | null;
  notWorthIt: { recommendation: ReportRecommendation; reason: string }[];
  refused: ReportRecommendation[];
}

export interface ReportPolicy extends PolicyResult {
  /** What made the pool, and where. */
  library: string;
  site: Place | null;
}

/** Modelled, not measured: what the run would have been. */
export interface ReportPredictions {
  /** Null where the run could not be put into a model at all. */
  identity: IdentityCheck | null;
  /** Why nothing is predicted; null where something is. */
  refusal: Refusal | null;
  ranking: ReportRanking;
  policies: ReportPolicy[];
  extrapolation: Extrapolation | null;
  /** How well predictions came true on this machine; null where that is not known. */
  calibration: Calibration | null;
}

export interface Report {
  schemaVersion: number;
  tool: { name: 'threadwise'; version: string };
  run: {
    id: string;
    command: string[];
    cwd: string;
    startedAt: string;
    nodeVersion: string;
    platform: string;
    cpuModel: string;
    cores: number;
    pid: number;
    exitCode: number | null;
    signal: string | null;
    /** Other processes of the run that had a probe: named, not analysed. */
    otherProcesses: { pid: number; command: string; threads: number; records: number }[];
  };
  workloadClass: WorkloadClass;
  verdicts: { id: VerdictId; message: string; evidence: Evidence[] }[];
  findings: ReportFinding[];
  keyFigures: KeyFigures;
  predictions: ReportPredictions;
  scalability: ScalabilityPoint[];
  threads: ReportThread[];
  timeline: Timeline;
  locks: ReportLock[];
  messages: ReportMessages[];
  hotFunctions: { functionName: string; place: Place | null; share: number; samples: number }[];
  /** Null where the memory pass was not made. */
  memory: ReportMemory | null;
  dataQuality: {
    complete: boolean;
    missing: string[];
    notes: string[];
    records: number;
    bytes: number;
    lostRecords: number;
    foreignCpuShare: number | null;
    /** Measured, ns; `shareOfCpu` of all CPU time of the process, null where that is not known. */
    probe: { inThreadsNs: number; collectorNs: number; startNs: number; shareOfCpu: number | null };
    schedulerKnown: boolean;
  };
}
