import * as vscode from 'vscode';
import { Command } from '../names.js';

const TICK_MS = 1000;

/** The one status bar item: there while a program is being run, a click stops it. */
export function showStatusItem(activity: string, tooltip: string): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('threadwise.run', vscode.StatusBarAlignment.Left);
  const startedAt = Date.now();
  item.name = 'Threadwise';
  item.command = Command.stopRun;
  item.tooltip = tooltip;
  const show = (): void => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    item.text = `$(pulse) ${vscode.l10n.t('{0}: {1} s', activity, seconds)}`;
  };
  show();
  item.show();
  const timer = setInterval(show, TICK_MS);
  return new vscode.Disposable(() => {
    clearInterval(timer);
    item.dispose();
  });
}
