import * as vscode from 'vscode';
import type { LaunchResult } from '../../launch/launch.js';
import type { Report } from '../../report/report.js';

interface Outcome {
  report: Report;
  launched: LaunchResult;
}

/** One notice for what a report alone does not say: the program failed or was stopped, or the run is not complete. */
export async function reportOutcome(
  { report, launched }: Outcome,
  actions: { open: () => void; showLog: () => void },
): Promise<void> {
  const message = describe(launched);
  if (message === undefined) return;
  const openReport = vscode.l10n.t('Open Report');
  const showLog = vscode.l10n.t('Show Log');
  const missing = report.dataQuality.missing[0];
  const answer = await vscode.window.showWarningMessage(
    [message, missing].filter(Boolean).join(' '),
    openReport,
    showLog,
  );
  if (answer === openReport) actions.open();
  else if (answer === showLog) actions.showLog();
}

function describe({ stoppedByUs, exitCode, signal, notStored }: LaunchResult): string | undefined {
  if (notStored.length > 0) return notStored.join(' ');
  if (stoppedByUs) return vscode.l10n.t('The program was stopped; the report covers what it did until then.');
  if (signal !== null)
    return vscode.l10n.t('The program was ended by {0}; the report covers what it did until then.', signal);
  if (exitCode === 0) return undefined;
  return vscode.l10n.t(
    'The program ended with exit code {0}; the report covers what it did until then.',
    exitCode ?? 0,
  );
}
