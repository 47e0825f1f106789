import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as vscode from 'vscode';
import type { Place } from '../../report/report.js';

/** The path of a place's file; undefined for what lies on no disk (`node:internal…`, `data:`, `http:`). */
export function pathOfPlace(file: string): string | undefined {
  if (isAbsolute(file)) return file;
  return file.startsWith('file:') ? fileURLToPath(file) : undefined;
}

export function uriOfPlace(file: string): vscode.Uri | undefined {
  const path = pathOfPlace(file);
  return path === undefined ? undefined : vscode.Uri.file(path);
}

/** Opens the editor at a place, beside a report that is in front. */
export async function openPlace({ file, line, column, label }: Omit<Place, 'functionName'>): Promise<void> {
  const uri = uriOfPlace(file);
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} has no file to open.', label));
    return;
  }
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const isReportInFront = vscode.window.activeTextEditor === undefined;
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(position, position),
    viewColumn: isReportInFront ? columnForSource() : vscode.ViewColumn.Active,
  });
}

/** A column with an editor in it, so that the report stays in sight; a new one when there is none. */
function columnForSource(): vscode.ViewColumn {
  return (
    vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined)?.viewColumn ??
    vscode.ViewColumn.Beside
  );
}
