/** What a replay says. Durations in ns; intervals are 90 % bootstrap intervals. */
import type { Percentiles } from '../statistics/percentiles.js';
import type { Edit, PolicySettings } from './edit.js';

export type Interval = [low: number, high: number];

/** The outcome of one replay. */
export interface SimulatedRun {
  makespanNs: number;
  /** CPU each thread used, and waited runnable for a core, was blocked for a lock; by index of Plan.threads. */
  threads: { onCpuNs: number; runnableNs: number; lockWaitNs: number }[];
  /** Submit to done of each task, ns. */
  latencyNs: Float64Array;
  tasksDone: number;
  /** Ops executed and scheduling events handled. */
  events: number;
  /** Not all could run to the end: a dependency that the plan does not satisfy. */
  stuck: boolean;
}

/** Replaying with no change, against what was recorded. */
export interface IdentityCheck {
  recordedMakespanNs: number;
  replayedMakespanNs: number;
  /** (replayed - recorded) / recorded. */
  makespanError: number;
  /** Mean of |replayed - recorded| on-CPU time over threads, as a share of the recorded makespan. */
  threadError: number;
  /** Lock waiting, all threads: recorded and replayed, ns. */
  lockWaitNs: { recorded: number; replayed: number };
  ok: boolean;
  /** Why not, a sentence; empty when ok. */
  reason: string;
}

export interface Prediction {
  edits: Edit[];
  makespanNs: number;
  makespanInterval: Interval;
  /** Recorded makespan over predicted: 1.25 = a quarter faster. */
  speedUp: number;
  speedUpInterval: Interval;
  throughputPerSecond: number;
  latencyNs: Percentiles | null;
  latencyP95Interval: Interval | null;
  /** What must hold for it to come true, sentences. */
  assumptions: string[];
  /** Tasks (or lock holds where there are none) it was resampled from. */
  samples: number;
  /** On other hardware than this machine's. */
  extrapolated: boolean;
}

/** No prediction, and why: sentences for people. */
export interface Refusal {
  reasons: {
    code: 'foreign-load' | 'spread' | 'samples' | 'identity' | 'incomplete' | 'not-applicable';
    message: string;
  }[];
}

export interface PolicyResult {
  pool: number;
  /** The best found, the best fixed size, and the usual rule, each predicted. */
  best: { settings: PolicySettings; prediction: Prediction };
  bestFixed: { threads: number; prediction: Prediction };
  usualRule: { settings: PolicySettings; prediction: Prediction };
  candidates: number;
  /** Which wins, by how much, and whether that is above the noise: a sentence. */
  verdict: string;
  winner: 'policy' | 'fixed' | 'usual-rule' | 'as-it-is';
}

export interface Extrapolation {
  points: {
    cores: number;
    threads: number;
    makespanNs: number;
    interval: Interval;
    speedUp: number;
    speedUpInterval: Interval;
  }[];
  /** Cores from which doubling gains less than 5 %; null = pays to the end. */
  stopsPayingAt: number | null;
}
