import * as vscode from 'vscode';
import { sayPrediction } from '../../report/say-prediction.js';
import type { Report } from '../../report/report.js';
import { registerCommand } from '../commands/notify.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { Command, InnerCommand } from '../names.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import { TargetError } from '../targets/target.js';
import { candidatesOf, unsavedChanges, type Candidate } from './candidates.js';
import type { ChangeActions } from './change-actions.js';

interface Parts {
  store: RunStore;
  shown: ShownFindings;
  actions: ChangeActions;
  log: vscode.LogOutputChannel;
}

export function registerChangeCommands({ store, shown, actions, log }: Parts): vscode.Disposable {
  const find = async (
    runId: string,
    key: string,
  ): Promise<{ run: StoredRun; report: Report; candidate: Candidate }> => {
    const run = await store.find(runId);
    const report = run && (await store.readReport(run));
    const candidate = report && candidatesOf(report).find((one) => one.key === key);
    if (run === undefined || report === undefined || candidate === undefined) {
      throw new TargetError(vscode.l10n.t('This run is no longer kept. Profile again.'));
    }
    return { run, report, candidate };
  };
  return vscode.Disposable.from(
    registerCommand(Command.verifyChange, log, async () => {
      const run = await currentRun(store, shown);
      const report = await store.readReport(run);
      const candidate = await pickCandidate(report);
      return candidate && actions.verify(run, report, candidate);
    }),
    registerCommand(InnerCommand.verify, log, async (runId: string, key: string) => {
      const { run, report, candidate } = await find(runId, key);
      return actions.verify(run, report, candidate);
    }),
    registerCommand(InnerCommand.apply, log, async (runId: string, key: string) =>
      actions.apply((await find(runId, key)).candidate),
    ),
  );
}

/** The run whose findings are in the editor, else the newest with a report. @throws TargetError when there is none */
export async function currentRun(store: RunStore, shown: ShownFindings): Promise<StoredRun> {
  const id = shown.runId();
  const run =
    (id === undefined ? undefined : await store.find(id)) ??
    (await store.list()).find(({ summary }) => summary.failure === undefined);
  if (run === undefined) throw new TargetError(vscode.l10n.t('There is no run yet: profile something first.'));
  return run;
}

/** @throws TargetError when there is nothing that could be tried */
async function pickCandidate(report: Report): Promise<Candidate | undefined> {
  const recommended = candidatesOf(report).filter(({ change }) => change !== null);
  const unsaved = unsavedChanges();
  const candidates = unsaved === undefined ? recommended : [unsaved, ...recommended];
  if (candidates.length === 0) {
    const byHand = candidatesOf(report)[0];
    throw new TargetError(
      byHand === undefined
        ? vscode.l10n.t(
            'No change is recommended for this run. Change the source in an editor, leave it unsaved, and verify the unsaved changes.',
          )
        : vscode.l10n.t(
            'What is recommended, such as "{0}", is to be made by hand: change the source in an editor, leave it unsaved, and verify the unsaved changes.',
            byHand.title,
          ),
    );
  }
  const picked = await vscode.window.showQuickPick(candidates.map(toItem), {
    placeHolder: vscode.l10n.t('Which change should be run against the program as it is?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.candidate;
}

function toItem(candidate: Candidate): vscode.QuickPickItem & { candidate: Candidate } {
  const { title, effort, prediction, notWorthIt, key } = candidate;
  const worth = prediction === null ? vscode.l10n.t('not predicted') : sayPrediction(prediction);
  return {
    label: `${prediction === null ? '$(edit)' : '$(beaker)'} ${title}`,
    description: effort === null ? '' : `${effort} · ${key}`,
    detail: notWorthIt === null ? worth : `${worth} · ${vscode.l10n.t('not worth it: {0}', notWorthIt)}`,
    candidate,
  };
}
