/** Task file of the editor's analysis pool: analysing takes seconds of CPU, which the extension host cannot spare. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { analyzeRun } from './analyze-run.js';
import { isMemoryPassWorth, isSamplingWorth, measureMemory, type TimedRun } from './memory-run.js';
import { openReplay } from './open-replay.js';
import type { Exploration } from './predict/explore.js';
import type { Knob } from './predict/knobs.js';
import type { Prediction, Refusal } from './predict/prediction.js';
import type { PageAssets } from './report/render-html.js';
import type { Report } from './report/report.js';

export interface RunFile {
  runDir: string;
  /** This trace of the directory, not the one with the most to say. */
  traceName?: string;
}

export interface AnalysisTask extends RunFile {
  assets: PageAssets | null;
  /** Absolute path of the ledger.json of this machine. */
  ledger?: string;
}

export interface WhatIfTask extends RunFile {
  /** Knobs turned, by key; replayed together. */
  changes: { key: string; value: number }[];
}

export interface KnobList {
  knobs: Knob[];
  /** Why nothing can be predicted; null where something can. */
  refusal: Refusal | null;
}

/** The run asked about last: questions come in series about one. */
let opened: { file: string; replayed: Promise<Exploration> } | undefined;

/** Analyses a run and, unless a single trace was asked for, writes report.json and report.html beside it. */
export default async function analyze({ runDir, assets, traceName, ledger }: AnalysisTask): Promise<Report> {
  const { report, reportJson, reportHtml } = await analyzeRun(runDir, assets, traceName, ledger);
  if (traceName === undefined) {
    await writeFile(join(runDir, 'report.json'), reportJson);
    if (reportHtml !== null) await writeFile(join(runDir, 'report.html'), reportHtml);
  }
  return report;
}

export interface MeasureTask {
  runDir: string;
  /** Absolute path of the built patterns.js. */
  replayPath: string;
}

export interface JudgeTask {
  run: TimedRun;
  report: Report;
}

/** Whether a memory pass should follow a run unasked: reads the sources of its hot functions. */
export async function judgeRun({ run, report }: JudgeTask): Promise<boolean> {
  return isMemoryPassWorth(run, report);
}

/** Whether a sampling run should go before the memory pass of the run. */
export async function judgeSamples({ runDir }: RunFile): Promise<boolean> {
  return isSamplingWorth(runDir);
}

/** Replays what the memory pass of the run found: the file analysed next has what it costs. @returns how many patterns were measured */
export async function measureRun({ runDir, replayPath }: MeasureTask): Promise<number> {
  // In the editor, our own executable is not Node.
  return measureMemory(runDir, { replayPath, fallbackNode: 'node' });
}

export async function listRunKnobs(file: RunFile): Promise<KnobList> {
  const { knobs, refusal } = await reopen(file);
  return { knobs, refusal };
}

export async function whatIf({ changes, ...file }: WhatIfTask): Promise<Prediction | Refusal> {
  return (await reopen(file)).whatIf(changes);
}

async function reopen({ runDir, traceName }: RunFile): Promise<Exploration> {
  const file = join(runDir, traceName ?? '');
  if (opened?.file !== file) opened = { file, replayed: openReplay(runDir, traceName) };
  try {
    return await opened.replayed;
  } catch (error) {
    opened = undefined;
    throw error;
  }
}
