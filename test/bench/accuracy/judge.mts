/** A program's predictions beside what was observed. */
import { bootstrapPairedRatio } from '../../../src/statistics/bootstrap.ts';
import { findPairs, findRun, type Dataset, type Pairs } from './dataset.mts';
import { listWorthIt, openRun, predictEdit, type OpenRun, type PredictOptions } from './predict-edit.mts';
import type { Case, Program } from './programs.mts';
import type { Row } from './score.mts';

/** A program in which nothing is to be gained, and what its report recommends all the same. */
export interface ControlRow {
  program: string;
  worthIt: string[];
  /** Why its report predicts nothing. */
  refused: string | null;
}

export interface Judgement {
  rows: Row[];
  /** Null for a program that is none. */
  control: ControlRow | null;
  /** ISO time of the last observation; empty when there is none. */
  observedAt: string;
}

/** A sentence where the profile could not be had. */
type Opened = OpenRun | string;

/** What the data set lacks, and may not measure, is left out. */
export async function judgeProgram(dataset: Dataset, program: Program, options: PredictOptions): Promise<Judgement> {
  const runs = new Map<string, Opened>();
  const bases = program.cases.map(({ base }) => base.file);
  for (const file of new Set(program.control ? [program.main, ...bases] : bases)) {
    const opened = await open(dataset, program, file, options);
    if (opened !== null) runs.set(file, opened);
  }
  const { pairs, observedAt } = await findPairs(dataset, program);
  const rows = program.cases.flatMap((each) => {
    const opened = runs.get(each.base.file);
    return opened === undefined ? [] : [judgeCase(each, opened, pairs.get(each) ?? null, options.seed)];
  });
  const main = program.control ? runs.get(program.main) : undefined;
  return { rows, control: main === undefined ? null : judgeControl(program.name, main), observedAt };
}

async function open(dataset: Dataset, program: Program, file: string, options: PredictOptions): Promise<Opened | null> {
  try {
    const runDir = await findRun(dataset, program, file);
    return runDir === null ? null : await openRun(runDir, options);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function judgeControl(program: string, opened: Opened): ControlRow {
  if (typeof opened === 'string') return { program, worthIt: [], refused: opened };
  const { refusal } = opened.replay;
  const refused = refusal === null ? null : refusal.reasons.map(({ message }) => message).join(' ');
  return { program, worthIt: listWorthIt(opened), refused };
}

function judgeCase(each: Case, opened: Opened, pairs: Pairs | string | null, seed: number): Row {
  const outcome = typeof opened === 'string' ? { refused: opened } : predictEdit(opened, each.edit);
  const predicted = 'refused' in outcome ? null : outcome;
  const observed = pairs === null || typeof pairs === 'string' ? null : observedOf(pairs, seed);
  const known = predicted !== null && observed !== null;
  return {
    program: each.program,
    control: each.control,
    base: each.base.key,
    change: each.change.key,
    edit: each.edit,
    predicted,
    refused: 'refused' in outcome ? outcome.refused : typeof pairs === 'string' ? `The change failed: ${pairs}` : null,
    observed,
    error: known ? predicted.speedUp / observed.speedUp - 1 : null,
    inside: known ? predicted.interval[0] <= observed.speedUp && observed.speedUp <= predicted.interval[1] : null,
  };
}

function observedOf({ baseNs, changeNs, foreignShare }: Pairs, seed: number): NonNullable<Row['observed']> {
  const { ratio, interval } = bootstrapPairedRatio(baseNs, changeNs, { seed });
  return { speedUp: ratio, interval, pairs: baseNs.length, foreignShare };
}
