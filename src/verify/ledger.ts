/** The ledger: each verification that was made on this machine, and how well predictions came true so far. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { bias, coverage, meanAbsolutePercentageError } from '../statistics/accuracy.js';
import { MOST_FOREIGN } from './judge.js';
import type { Calibration, Verification } from './verification.js';

export const LEDGER_FILE = 'ledger.json';

const interval = v.tuple([v.number(), v.number()]);

/** What is read of an entry again; the rest is kept as it is. */
const entrySchema = v.looseObject({
  schemaVersion: v.literal(1),
  at: v.string(),
  key: v.string(),
  title: v.string(),
  verdict: v.picklist(['gain', 'loss', 'no-change', 'inconclusive', 'failed']),
  predicted: v.nullable(v.looseObject({ speedUp: v.number(), interval })),
  observed: v.looseObject({ speedUp: v.number(), interval, pairs: v.number() }),
});

/**
 * All entries that can be read, oldest first. A missing, damaged or foreign ledger holds none; a damaged entry is passed over.
 *
 * @param file absolute path of a ledger.json
 */
export async function readLedger(file: string): Promise<Verification[]> {
  return (await readRawLedger(file)).filter((entry): entry is Verification => v.is(entrySchema, entry));
}

/** The entries as they stand, readable or not; none when the file is missing or no ledger. */
export async function readRawLedger(file: string): Promise<unknown[]> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { verifications } = content as { verifications?: unknown };
    return Array.isArray(verifications) ? (verifications as unknown[]) : [];
  } catch {
    return [];
  }
}

/** Over the verifications that came to a verdict on a quiet machine and had a prediction. */
export function calibrate(verifications: readonly Verification[]): Calibration {
  const judged = verifications.flatMap(({ predicted, observed, verdict }) =>
    predicted === null ||
    verdict === 'inconclusive' ||
    verdict === 'failed' ||
    (observed.foreignShare ?? 0) > MOST_FOREIGN
      ? []
      : [{ predicted, observed }],
  );
  if (judged.length === 0) return { verifications: 0, mape: null, bias: null, coverage: null };
  const predicted = judged.map((entry) => entry.predicted.speedUp);
  const observed = judged.map((entry) => entry.observed.speedUp);
  return {
    verifications: judged.length,
    mape: meanAbsolutePercentageError(predicted, observed),
    bias: bias(predicted, observed),
    coverage: coverage(
      judged.map((entry) => entry.predicted.interval),
      observed,
    ),
  };
}

/** `calibrate` of a ledger that may not be there. */
export async function readCalibration(file: string): Promise<Calibration> {
  return calibrate(await readLedger(file));
}
