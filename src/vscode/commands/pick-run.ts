import * as vscode from 'vscode';
import type { StoredRun } from '../results/run-store.js';

export async function pickRun(runs: readonly StoredRun[]): Promise<StoredRun | undefined> {
  const items = runs.map((run) => ({
    label: `${run.summary.problems > 0 ? '$(warning)' : '$(pass)'} ${run.summary.label}`,
    description: new Date(run.summary.startedAt).toLocaleString(vscode.env.language),
    detail: run.summary.headline,
    run,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which run?'),
    matchOnDetail: true,
  });
  return picked?.run;
}
