/** What is judged of one workload. */
import type { Ratio } from '../overhead/statistics.mts';
import type { ControlRow, PlantedRow } from '../zoo/judge.mts';
import type { StrideComparison } from './compare-strides.mts';

/** What the report predicts for the answer to the planted finding. */
export interface Predicted {
  speedUp: number;
  interval: [low: number, high: number];
}

export interface PassRow {
  name: string;
  slowdown: Ratio;
  sameOutput: boolean;
  strides: StrideComparison;
}

export interface PlantedMemoryRow extends PassRow {
  /** Of the first run. */
  planted: PlantedRow;
  plantedRuns: number;
  /** Runs in which it came first and at its line. */
  rightRuns: number;
  /** In each run; a sentence where nothing is predicted. */
  predictions: (Predicted | string)[];
  /** The one in the middle. */
  predicted: Predicted | string;
  /** It against the measured gain; null where one of them is missing. */
  error: number | null;
  /** Mean of the absolute errors of all runs. */
  meanError: number | null;
}

export interface ControlMemoryRow extends PassRow {
  control: ControlRow;
}

/** Of those that say a number, the median by it. */
export function middleOf(predictions: readonly (Predicted | string)[]): Predicted | string {
  const numbers = predictions.filter((each) => typeof each !== 'string').toSorted((a, b) => a.speedUp - b.speedUp);
  return numbers[Math.floor((numbers.length - 1) / 2)] ?? predictions[0] ?? 'nothing was run';
}

export function meanErrorOf(predictions: readonly (Predicted | string)[], gain: Ratio | null): number | null {
  const errors = predictions.flatMap((each) => errorOf(each, gain) ?? []).map(Math.abs);
  return errors.length === 0 ? null : errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

export function errorOf(predicted: Predicted | string, gain: Ratio | null): number | null {
  return typeof predicted === 'string' || gain === null ? null : predicted.speedUp / gain.value - 1;
}
