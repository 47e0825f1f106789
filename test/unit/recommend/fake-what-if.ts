import type { Edit, EditKind } from '../../../src/predict/edit.js';
import type { Prediction } from '../../../src/predict/prediction.js';
import type { WhatIf } from '../../../src/recommend/what-if.js';

export const BASE_NS = 1e9;

/** Replays whose outcome a test writes down: makespan in ns with these edits, null where they do not apply. */
export function fakeWhatIf(
  outcome: (edits: readonly Edit[]) => number | null,
  {
    spread = 0.01,
    replays = 1000,
    untold = () => false,
  }: { spread?: number; replays?: number; untold?: (edit: Edit) => boolean } = {},
): WhatIf & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    makespanNs(edits) {
      asked.push(edits.map(({ kind }) => kind).join('+'));
      return outcome(edits);
    },
    predict(edits) {
      const makespanNs = outcome(edits);
      if (makespanNs === null) return { reasons: [{ code: 'not-applicable', message: 'It does not apply.' }] };
      return predictionOf([...edits], makespanNs, spread);
    },
    refusalOf: (edit) =>
      untold(edit) ? { reasons: [{ code: 'not-applicable', message: 'The run cannot tell.' }] } : null,
    replaysLeft: () => replays - asked.length,
  };
}

export function predictionOf(edits: Edit[], makespanNs: number, spread = 0.01): Prediction {
  const speedUp = BASE_NS / makespanNs;
  return {
    edits,
    makespanNs,
    makespanInterval: [makespanNs * (1 - spread), makespanNs * (1 + spread)],
    speedUp,
    speedUpInterval: [speedUp * (1 - spread), speedUp * (1 + spread)],
    throughputPerSecond: 1,
    latencyNs: null,
    latencyP95Interval: null,
    assumptions: [],
    samples: 100,
    extrapolated: false,
  };
}

/** Savings of kinds in ns, each once, that add up: what a real replay does not do, but a test can count. */
export function savings(bySort: Partial<Record<EditKind, number>>) {
  return (edits: readonly Edit[]): number => BASE_NS - edits.reduce((sum, { kind }) => sum + (bySort[kind] ?? 0), 0);
}
