/** What the suites share: the fixture's files, and what the editor shows for them. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const POLL_MS = 50;
const PATIENCE_MS = 20_000;

export function fixture(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('the fixture folder is not open');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function activate(): Promise<vscode.Extension<unknown>> {
  const extension = vscode.extensions.getExtension<unknown>('threadwise.threadwise');
  if (extension === undefined) throw new Error('the extension is not known to VS Code');
  await extension.activate();
  return extension;
}

export async function waitFor<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const start = Date.now(); Date.now() - start < PATIENCE_MS; await sleep(POLL_MS)) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
  }
  throw new Error(`waited in vain for ${what}`);
}

export function threadwiseDiagnostics(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Threadwise');
}

/** Titles of the lenses of a file, each with its 1-based line: "17: Profile threads". */
export async function lensesOf(uri: vscode.Uri): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  return lenses
    .filter(({ command }) => command?.command.startsWith('threadwise.') === true)
    .map(
      ({ range, command }) => `${range.start.line + 1}: ${(command?.title ?? '').replaceAll(/\$\([\w-]+\)\s*/g, '')}`,
    );
}

/** Labels of the tabs that show a report. */
export function reportTabs(): vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('threadwise.report'),
  );
}

/** A process that has ended but that nobody has asked about yet counts as ended. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
