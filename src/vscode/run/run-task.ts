import * as vscode from 'vscode';
import { TargetError } from '../targets/target.js';

/**
 * Runs the task a launch configuration wants done first, such as a build.
 * @throws TargetError when there is no such task or it fails
 */
export async function runTask(name: string): Promise<void> {
  const task = (await vscode.tasks.fetchTasks()).find(
    (one) => one.name === name || `${one.source}: ${one.name}` === name,
  );
  if (task === undefined) {
    throw new TargetError(
      vscode.l10n.t('The task "{0}" of preLaunchTask does not exist. Correct its name in launch.json.', name),
    );
  }
  const execution = await vscode.tasks.executeTask(task);
  const exitCode = await new Promise<number | undefined>((resolve) => {
    const listeners = [
      vscode.tasks.onDidEndTaskProcess((event) => event.execution === execution && end(event.exitCode)),
      vscode.tasks.onDidEndTask((event) => event.execution === execution && setImmediate(end, undefined)),
    ];
    const end = (code: number | undefined): void => {
      for (const listener of listeners) listener.dispose();
      resolve(code);
    };
  });
  if (exitCode !== undefined && exitCode !== 0) {
    throw new TargetError(
      vscode.l10n.t(
        'The task "{0}" ended with exit code {1}, so nothing was profiled. See its terminal.',
        name,
        exitCode,
      ),
    );
  }
}
