import * as vscode from 'vscode';
import { sayPrediction } from '../../report/say-prediction.js';
import { InnerCommand } from '../names.js';
import { onSettingsChanged, readSettings } from '../settings.js';
import { commandUri } from './describe-finding.js';
import type { ShownFinding, ShownFindings } from './shown-findings.js';

export const DIAGNOSTIC_SOURCE = 'Threadwise';

/** Findings in Problems and under their lines. */
export function registerFindingDiagnostics(shown: ShownFindings): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('threadwise');
  const fill = (): void => {
    collection.clear();
    if (!readSettings().findings.diagnostics) return;
    for (const uri of shown.files()) {
      collection.set(
        uri,
        shown.findingsIn(uri).map((one) => toDiagnostic(one, uri, shown)),
      );
    }
  };
  return vscode.Disposable.from(collection, shown.onDidChange(fill), onSettingsChanged(fill));
}

function toDiagnostic(one: ShownFinding, uri: vscode.Uri, shown: ShownFindings): vscode.Diagnostic {
  const { finding, mark, worth } = one;
  const message = mark.stale
    ? vscode.l10n.t('Stale, this line has changed since the run: {0}', finding.title)
    : [finding.title, finding.recommendation.text, ...(worth === null ? [] : [sayPrediction(worth)])].join('\n');
  const diagnostic = new vscode.Diagnostic(rangeOf(one, uri), message, severityOf(one));
  diagnostic.source = DIAGNOSTIC_SOURCE;
  diagnostic.code = { value: finding.id, target: commandUri(InnerCommand.openFindingPage, finding.id) };
  diagnostic.relatedInformation = finding.related.flatMap(({ label, place }) => {
    const now = shown.locate(place);
    return now === undefined || now.mark.stale ? [] : new vscode.DiagnosticRelatedInformation(now.location, label);
  });
  return diagnostic;
}

/** A stale one is kept out of Problems: it is no statement about the code as it is. */
function severityOf({ finding, mark }: ShownFinding): vscode.DiagnosticSeverity {
  if (mark.stale) return vscode.DiagnosticSeverity.Hint;
  return finding.level === 'problem' ? vscode.DiagnosticSeverity.Warning : vscode.DiagnosticSeverity.Information;
}

/** From the call to the end of its line, as far as an open document tells where that is. */
export function rangeOf({ mark, column }: ShownFinding, uri: vscode.Uri): vscode.Range {
  const { line } = mark;
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  if (document === undefined || line >= document.lineCount) return new vscode.Range(line, column, line, column + 1);
  const { text, firstNonWhitespaceCharacterIndex: first } = document.lineAt(line);
  const start = Math.max(first, Math.min(column, text.trimEnd().length - 1));
  return new vscode.Range(line, start, line, text.trimEnd().length);
}
