/** A change re-run: what was observed beside what was predicted. Written to the ledger as it is. Durations in ns. */
import type { Edit } from '../predict/edit.js';
import type { Change } from '../recommend/recommendation.js';

export type Interval = [low: number, high: number];

export interface Verification {
  schemaVersion: 1;
  /** ISO time of its begin. */
  at: string;
  runId: string;
  /** Recommendation.key, or a name for a change given by hand. */
  key: string;
  title: string;
  edits: Edit[];
  change: Change | { kind: 'command'; command: string[] };
  command: string[];
  machine: { cpuModel: string; cores: number; platform: string; nodeVersion: string; toolVersion: string };
  predicted: { speedUp: number; interval: Interval } | null;
  observed: {
    /** Wall time base / change, median of pairs, with its 90 % paired bootstrap interval. */
    speedUp: number;
    interval: Interval;
    pairs: number;
    baseNs: number[];
    changeNs: number[];
    /** Cliff's delta of change against base, -1..1; positive = faster. */
    effectSize: number;
    /** Smallest speed-up these many pairs could show with the noise met: 1.07. */
    minimumDetectable: number;
    /** Pairs left out because other programs used too much of the machine meanwhile. */
    disturbedPairs: number;
    /** Mean share of the machine that others used during the pairs that count; null where this cannot be told. */
    foreignShare: number | null;
  };
  output: {
    same: boolean;
    /** What differs, sentences; empty when same. */
    differences: string[];
    /** What could not be compared because the base's own runs differ in it, sentences. */
    notes: string[];
  };
  /** `gain`/`loss`: the interval excludes 1, by 2 % at least and not by chance (see judge.ts). `no-change`: it lies within ± 5 % of 1, or ± minimumDetectable where that is more. */
  verdict: 'gain' | 'loss' | 'no-change' | 'inconclusive' | 'failed';
  /** Whether the predicted interval held the observed speed-up. */
  asPredicted: boolean | null;
  /** A sentence. */
  message: string;
}

/** How well predictions came true on this machine so far. */
export interface Calibration {
  verifications: number;
  /** Mean |predicted - observed| / observed of the speed-up, 0..1; null with none. */
  mape: number | null;
  bias: number | null;
  /** Share of predicted 90 % intervals that held the observed value. */
  coverage: number | null;
}
