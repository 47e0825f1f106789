import * as vscode from 'vscode';
import { LaunchError } from '../../launch/launch-error.js';
import { VerifyError } from '../../verify/verify-error.js';
import { TargetError } from '../targets/target.js';

export type Handler<Parameters extends unknown[]> = (...parameters: Parameters) => unknown;

/** Registers a command whose failures are told to the user, with the log one click away; others who call it get its result. */
export function registerCommand<Parameters extends unknown[]>(
  id: string,
  log: vscode.LogOutputChannel,
  handler: Handler<Parameters>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...parameters: Parameters) => {
    try {
      return await handler(...parameters);
    } catch (error) {
      void showError(error, log);
      return undefined;
    }
  });
}

async function showError(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  // What the user can put right needs no stack trace in the log.
  if (error instanceof TargetError || error instanceof LaunchError || error instanceof VerifyError) log.warn(message);
  else log.error(error instanceof Error ? error : message);
  const showLog = vscode.l10n.t('Show Log');
  if ((await vscode.window.showErrorMessage(message, showLog)) === showLog) log.show();
}
