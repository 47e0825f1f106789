import * as vscode from 'vscode';
import { findRecommendation } from '../../report/find-recommendation.js';
import { InnerCommand } from '../names.js';
import { onSettingsChanged, readSettings } from '../settings.js';
import { headlineOf, iconOf, isWorthALine } from './describe-finding.js';
import { sourceSelector } from './selector.js';
import type { ShownFinding, ShownFindings } from './shown-findings.js';

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
        const range = new vscode.Range(mark.line, column, mark.line, column);
        const lens = new vscode.CodeLens(range, {
          title: `${one.mark.stale ? '$(history)' : iconOf(finding)}\u00a0${headlineOf(one)}`,
          tooltip: vscode.l10n.t('Open this finding in the report'),
          command: InnerCommand.openFinding,
          arguments: [runId, finding.key],
        });
        const verify = verifyLens(range, one, { runId, shown });
        // First, as an editor cuts off what is long.
        return verify === undefined ? [lens] : [verify, lens];
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(sourceSelector, provider),
    shown.onDidChange(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    onSettingsChanged(() => changed.fire()),
  );
}

/** "Verify" beside a finding whose answer can be tried without editing the source. */
function verifyLens(
  range: vscode.Range,
  { finding, mark }: ShownFinding,
  { runId, shown }: { runId: string; shown: ShownFindings },
): vscode.CodeLens | undefined {
  const report = shown.report();
  const answer = report && findRecommendation(report, finding);
  if (answer === undefined || answer.change === null || mark.stale || !vscode.workspace.isTrusted) return undefined;
  return new vscode.CodeLens(range, {
    title: `$(beaker)\u00a0${vscode.l10n.t('Verify')}`,
    tooltip: vscode.l10n.t('{0}: run the program with and without it and compare. No file is touched.', answer.title),
    command: InnerCommand.verify,
    arguments: [runId, answer.key],
  });
}
