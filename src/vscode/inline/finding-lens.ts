import * as vscode from 'vscode';
import { InnerCommand } from '../names.js';
import { onSettingsChanged, readSettings } from '../settings.js';
import { headlineOf, iconOf, isWorthALine } from './describe-finding.js';
import { sourceSelector } from './selector.js';
import type { ShownFindings } from './shown-findings.js';

/** A line of code carries no more than this. */
const MAX_PER_LINE = 2;

/** The top findings above the lines that cause them. */
export function registerFindingLens(shown: ShownFindings): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      const { display, minimumShare } = readSettings(document.uri).findings;
      const runId = shown.runId();
      if (display !== 'lens' || runId === undefined) return [];
      const onLine = new Map<number, number>();
      return shown.findingsIn(document.uri).flatMap((one) => {
        const { mark, column, finding } = one;
        const before = onLine.get(mark.line) ?? 0;
        if (!isWorthALine(one, minimumShare) || before === MAX_PER_LINE) return [];
        onLine.set(mark.line, before + 1);
        return new vscode.CodeLens(new vscode.Range(mark.line, column, mark.line, column), {
          title: `${one.mark.stale ? '$(history)' : iconOf(finding)}\u00a0${headlineOf(one)}`,
          tooltip: vscode.l10n.t('Open this finding in the report'),
          command: InnerCommand.openFinding,
          arguments: [runId, finding.key],
        });
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(sourceSelector, provider),
    shown.onDidChange(() => changed.fire()),
    onSettingsChanged(() => changed.fire()),
  );
}
