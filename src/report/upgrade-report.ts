/** The first version that this one can show; older ones were never released. */
export const OLDEST_READABLE = 1;

type Upgrade = (report: Record<string, unknown>) => Record<string, unknown>;

const UPGRADES: Readonly<Record<number, Upgrade>> = {
  // Predictions came with version 2.
  1: (report) => ({
    ...report,
    schemaVersion: 2,
    findings: asList(report['findings']).map((finding) => ({ answeredBy: null, ...finding })),
    predictions: {
      identity: null,
      refusal: {
        reasons: [
          {
            code: 'incomplete',
            message: 'This report was written before Threadwise made predictions. Profile again to get them.',
          },
        ],
      },
      ranking: { worthIt: [], combined: null, notWorthIt: [], refused: [] },
      policies: [],
      extrapolation: null,
      calibration: null,
    },
  }),
  // Memory access came with version 3.
  2: (report) => ({ ...report, schemaVersion: 3, memory: null, predictions: addWhyByHand(report['predictions']) }),
};

/** Recommendations stand in several places: wherever there is a `change`. */
function addWhyByHand(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(addWhyByHand);
  if (typeof value !== 'object' || value === null) return value;
  const copied = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, addWhyByHand(inner)]));
  return 'change' in value && 'prediction' in value ? { whyByHand: null, ...copied } : copied;
}

/** Brings a report of an older version to the present one, a version at a time. What is damaged stays so: the schema tells. */
export function upgradeReport(report: Record<string, unknown>, version: number): Record<string, unknown> {
  const upgrade = UPGRADES[version];
  return upgrade === undefined ? report : upgradeReport(upgrade(report), version + 1);
}

function asList(value: unknown): object[] {
  return Array.isArray(value) ? (value as object[]) : [];
}
