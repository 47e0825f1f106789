import * as vscode from 'vscode';
import { onSettingsChanged, readSettings } from '../settings.js';
import { headlineOf, isWorthALine } from './describe-finding.js';
import type { ShownFinding, ShownFindings } from './shown-findings.js';

/** After the end of the line instead of above it, for those who do not want their code to move. */
export function registerFindingDecorations(shown: ShownFindings): vscode.Disposable {
  const type = vscode.window.createTextEditorDecorationType({
    after: { margin: '0 0 0 3ch', color: new vscode.ThemeColor('editorCodeLens.foreground'), fontStyle: 'italic' },
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedOpen,
  });
  const draw = (): void => {
    for (const editor of vscode.window.visibleTextEditors) {
      const { display, minimumShare } = readSettings(editor.document.uri).findings;
      const findings = display === 'endOfLine' ? shown.findingsIn(editor.document.uri) : [];
      const byLine = new Map<number, ShownFinding>();
      for (const one of findings) {
        // In order of rank: the first on a line stays.
        if (isWorthALine(one, minimumShare) && !byLine.has(one.mark.line)) byLine.set(one.mark.line, one);
      }
      editor.setDecorations(
        type,
        [...byLine.values()].map((one) => toDecoration(editor.document, one)),
      );
    }
  };
  return vscode.Disposable.from(
    type,
    shown.onDidChange(draw),
    vscode.window.onDidChangeVisibleTextEditors(draw),
    onSettingsChanged(draw),
  );
}

function toDecoration(document: vscode.TextDocument, one: ShownFinding): vscode.DecorationOptions {
  const end = document.lineAt(Math.min(one.mark.line, document.lineCount - 1)).range.end;
  const contentText = `${one.mark.stale ? '⟲' : '⚠'} ${headlineOf(one)}`;
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
}
