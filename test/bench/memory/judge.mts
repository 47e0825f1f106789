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
  planted: PlantedRow;
  /** A sentence where nothing is predicted. */
  predicted: Predicted | string;
  /** Predicted against measured gain; null where one of them is missing. */
  error: number | null;
}

export interface ControlMemoryRow extends PassRow {
  control: ControlRow;
}

export function errorOf(predicted: Predicted | string, gain: Ratio | null): number | null {
  return typeof predicted === 'string' || gain === null ? null : predicted.speedUp / gain.value - 1;
}
