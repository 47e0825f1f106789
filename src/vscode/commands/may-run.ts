import * as vscode from 'vscode';
import type { RunSlot } from '../run/run-slot.js';

/** Whether code of the workspace may be run now; if not, the user is told why and what to do. */
export async function mayRun(slot: RunSlot): Promise<boolean> {
  if (!vscode.workspace.isTrusted) {
    const manage = vscode.l10n.t('Manage Workspace Trust');
    const message = vscode.l10n.t('This runs code of the workspace, which you have not said you trust.');
    const answer = await vscode.window.showWarningMessage(message, manage);
    if (answer === manage) await vscode.commands.executeCommand('workbench.trust.manage');
    return false;
  }
  if (await slot.free()) return true;
  const stop = vscode.l10n.t('Stop It');
  // Two at once would measure each other.
  const message = vscode.l10n.t('Threadwise is running another program. Wait for its end or stop it.');
  if ((await vscode.window.showInformationMessage(message, stop)) === stop) slot.stop();
  return false;
}
