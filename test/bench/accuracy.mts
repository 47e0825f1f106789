/**
 * How right predictions are: npm run bench:accuracy -- [--only NAME]… [-n 5] [--seed 1] [--save DIR | --from DIR] [--json FILE] [--markdown FILE]
 *
 * Profiles each program once with the built command line, predicts its edits from that profile, and times plain runs of base
 * and change in turn (A B … B A). `--save` keeps profiles and times, and measures only what the folder does not hold yet;
 * `--from` measures nothing, so that the same data can be predicted from again.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bootstrapPairedRatio } from '../../src/statistics/bootstrap.ts';
import { findPairs, findRun, type Dataset, type Pairs } from './accuracy/dataset.mts';
import { openRun, predictEdit, type OpenRun } from './accuracy/predict-edit.mts';
import { loadPrograms, type Case, type Program } from './accuracy/programs.mts';
import { sayRow, sayScores, toMarkdown, type Result } from './accuracy/say.mts';
import { score, type Row } from './accuracy/score.mts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    n: { type: 'string', short: 'n', default: '5' },
    seed: { type: 'string', default: '1' },
    save: { type: 'string' },
    from: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});

/** A sentence where the profile could not be had. */
type Opened = OpenRun | string;

const seed = Number(options.seed);
const scratch = await mkdtemp(join(tmpdir(), 'threadwise-accuracy-'));
try {
  await run();
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const dataset: Dataset = {
    directory: resolve(options.from ?? options.save ?? join(scratch, 'data')),
    measure: options.from === undefined,
    rounds: Number(options.n),
    scratch,
  };
  const rows: Row[] = [];
  for (const program of loadPrograms(options.only)) {
    for (const row of await judgeProgram(dataset, program)) {
      console.log(sayRow(row));
      rows.push(row);
    }
  }
  const result: Result = {
    ...score(rows),
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    command: ['npm run bench:accuracy --', ...process.argv.slice(2)].join(' '),
    runs: dataset.rounds,
    rows,
  };
  console.log(`\n${sayScores(result)}`);
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 1)}\n`);
  if (options.markdown !== undefined) await writeFile(options.markdown, toMarkdown(result));
}

async function judgeProgram(dataset: Dataset, program: Program): Promise<Row[]> {
  const runs = new Map<string, Opened | null>();
  for (const file of new Set(program.cases.map(({ base }) => base.file))) {
    runs.set(file, await open(dataset, program, file));
  }
  const pairs = await findPairs(dataset, program);
  return program.cases.flatMap((each) => {
    const opened = runs.get(each.base.file) ?? null;
    return opened === null ? [] : [judgeCase(each, opened, pairs.get(each) ?? null)];
  });
}

async function open(dataset: Dataset, program: Program, file: string): Promise<Opened | null> {
  try {
    const runDir = await findRun(dataset, program, file);
    return runDir === null ? null : openRun(runDir, seed);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function judgeCase(each: Case, opened: Opened, pairs: Pairs | string | null): Row {
  const outcome = typeof opened === 'string' ? { refused: opened } : predictEdit(opened, each.edit);
  const predicted = 'refused' in outcome ? null : outcome;
  const observed = pairs === null || typeof pairs === 'string' ? null : observedOf(pairs);
  return {
    program: each.program,
    control: each.control,
    base: each.base.key,
    change: each.change.key,
    edit: each.edit,
    predicted,
    refused: 'refused' in outcome ? outcome.refused : typeof pairs === 'string' ? `The change failed: ${pairs}` : null,
    observed,
    error: predicted === null || observed === null ? null : predicted.speedUp / observed.speedUp - 1,
    inside:
      predicted === null || observed === null
        ? null
        : predicted.interval[0] <= observed.speedUp && observed.speedUp <= predicted.interval[1],
  };
}

function observedOf({ baseNs, changeNs, foreignShare }: Pairs): NonNullable<Row['observed']> {
  const { ratio, interval } = bootstrapPairedRatio(baseNs, changeNs, { seed });
  return { speedUp: ratio, interval, pairs: baseNs.length, foreignShare };
}
