/** A recommended change as an edit of the workspace. Nothing on a disk changes before the user has seen and confirmed it. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { SourceEdit } from '../../source/edit-pool-options.js';
import type { Change } from '../../recommend/recommendation.js';
import { sourceLanguageOf } from '../inline/selector.js';
import type { Report } from '../../report/report.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { uriOfPlace } from '../report/place-uri.js';

type PoolOptions = Extract<Change, { kind: 'pool-options' }>;

/**
 * The edit, to be confirmed in a preview; undefined when the source has changed since the run or cannot be edited safely.
 *
 * @param title what the preview calls it
 */
export async function toWorkspaceEdit(
  change: Change,
  title: string,
  shown: ShownFindings,
): Promise<vscode.WorkspaceEdit | undefined> {
  switch (change.kind) {
    case 'pool-options':
      return editOptions(change, title, shown);
    case 'files':
      return replaceFiles(change.files, title, shown.report());
    case 'environment':
      return undefined;
  }
}

async function editOptions(
  { place, options }: PoolOptions,
  title: string,
  shown: ShownFindings,
): Promise<vscode.WorkspaceEdit | undefined> {
  const uri = uriOfPlace(place.file);
  const mark = shown.markAt(place.file, place.line);
  if (uri === undefined || mark === undefined || mark.stale) return undefined;
  const document = await vscode.workspace.openTextDocument(uri);
  const language = sourceLanguageOf(document);
  if (language === undefined) return undefined;
  const { editPoolOptions } = await import('../../source/edit-pool-options.js');
  const position = { line: mark.line + 1, column: place.column };
  const edits = editPoolOptions(document.getText(), language, { position, options });
  if (edits === null || edits.length === 0) return undefined;
  return toEdit(document, edits, title);
}

function toEdit(document: vscode.TextDocument, edits: readonly SourceEdit[], title: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.replace(document.uri, range, text, confirmation(title));
  }
  return edit;
}

async function replaceFiles(
  files: readonly { path: string; content: string }[],
  title: string,
  report: Report | undefined,
): Promise<vscode.WorkspaceEdit | undefined> {
  const edit = new vscode.WorkspaceEdit();
  const { smallestEdit } = await import('../../source/smallest-edit.js');
  for (const { path, content } of files) {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
    // The new content was made from what the program ran: over anything newer it would undo work.
    if (document.isDirty || report === undefined || (await isNewer(path, report))) return undefined;
    const change = smallestEdit(document.getText(), content);
    if (change === undefined) continue;
    const range = new vscode.Range(document.positionAt(change.start), document.positionAt(change.end));
    edit.replace(document.uri, range, change.text, confirmation(title));
  }
  return edit.size === 0 ? undefined : edit;
}

async function isNewer(path: string, { run }: Report): Promise<boolean> {
  return (await stat(path)).mtimeMs > Date.parse(run.startedAt);
}

function confirmation(label: string): vscode.WorkspaceEditEntryMetadata {
  return { label, needsConfirmation: true };
}
