import { bias, coverage, meanAbsolutePercentageError, rankCorrelation } from '../../../src/statistics/accuracy.ts';
import type { Case } from './programs.mts';

export interface Estimate {
  speedUp: number;
  interval: [low: number, high: number];
}

/** One edit of one program: what was said of it, and what came of it. */
export interface Row {
  program: string;
  control: boolean;
  base: string;
  change: string;
  edit: Case['edit'];
  predicted: Estimate | null;
  /** Why there is no prediction. */
  refused: string | null;
  observed: (Estimate & { pairs: number; foreignShare: number }) | null;
  /** (predicted - observed) / observed of the speed-up. */
  error: number | null;
  /** Whether the predicted interval holds the observed median. */
  inside: boolean | null;
}

/** Shares are 0..1. NaN (null in JSON) where there is nothing to count. */
export interface Scores {
  spearman: number;
  mape: number;
  bias: number;
  coverage: number;
  /** Rows with both a prediction and an observation: what the figures above are of. */
  predictions: number;
  refused: number;
}

interface Scored extends Row {
  predicted: Estimate;
  observed: NonNullable<Row['observed']>;
}

export function score(rows: readonly Row[]): Scores {
  const scored = rows.filter((row): row is Scored => row.predicted !== null && row.observed !== null);
  const predicted = scored.map((row) => row.predicted.speedUp);
  const observed = scored.map((row) => row.observed.speedUp);
  return {
    spearman: rankCorrelation(predicted, observed),
    mape: meanAbsolutePercentageError(predicted, observed),
    bias: bias(predicted, observed),
    coverage: coverage(
      scored.map((row) => row.predicted.interval),
      observed,
    ),
    predictions: scored.length,
    refused: rows.filter(({ refused }) => refused !== null).length,
  };
}
