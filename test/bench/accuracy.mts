/**
 * How right predictions are: npm run bench:accuracy -- [--only NAME]… [-n 5] [--seed 1] [--save DIR | --from DIR] [--any-load]
 *   [--json FILE] [--markdown FILE]
 *
 * Profiles each program once with the built command line, predicts its edits from that profile, and times plain runs of base
 * and change in turn (A B … B A). `--save` keeps profiles and times, and measures only what the folder does not hold yet;
 * `--from` measures nothing, so that the same data can be predicted from again. `--any-load` does not refuse profiles that
 * others disturbed: to work on the predictor with, not to judge it by.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Dataset } from './accuracy/dataset.mts';
import { judgeProgram, type ControlRow } from './accuracy/judge.mts';
import { loadPrograms } from './accuracy/programs.mts';
import { sayControl, sayRow, sayScores, toMarkdown, type Result } from './accuracy/say.mts';
import { score, type Row } from './accuracy/score.mts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    n: { type: 'string', short: 'n', default: '5' },
    seed: { type: 'string', default: '1' },
    save: { type: 'string' },
    from: { type: 'string' },
    'any-load': { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
  },
});

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
  const predicting = { seed: Number(options.seed), anyLoad: options['any-load'] };
  const rows: Row[] = [];
  const controls: ControlRow[] = [];
  let date = '';
  for (const program of loadPrograms(options.only)) {
    const judgement = await judgeProgram(dataset, program, predicting);
    for (const row of judgement.rows) console.log(sayRow(row));
    rows.push(...judgement.rows);
    if (judgement.control !== null) controls.push(judgement.control);
    if (judgement.observedAt > date) date = judgement.observedAt;
  }
  const result: Result = {
    ...score(rows),
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    date: date.slice(0, 'YYYY-MM-DD'.length),
    node: process.version,
    command: [
      'npm run bench:accuracy -- -n',
      options.n,
      ...options.only.flatMap((part) => ['--only', part]),
      ...(predicting.anyLoad ? ['--any-load'] : []),
    ].join(' '),
    rows,
    controls,
  };
  console.log(['', ...controls.map(sayControl), '', sayScores(result)].join('\n'));
  if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(result, null, 1)}\n`);
  if (options.markdown !== undefined) await writeFile(options.markdown, toMarkdown(result));
}
