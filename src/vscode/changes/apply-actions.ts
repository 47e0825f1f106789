import * as vscode from 'vscode';
import { findRecommendation } from '../../report/find-recommendation.js';
import { sourceSelector } from '../inline/selector.js';
import { DIAGNOSTIC_SOURCE } from '../inline/finding-diagnostics.js';
import type { ShownFinding, ShownFindings } from '../inline/shown-findings.js';
import { InnerCommand } from '../names.js';
import { toWorkspaceEdit } from './apply-change.js';

/** Quick fixes of findings: the recommended change as an edit to confirm, and its verification. */
export function registerApplyActions(shown: ShownFindings): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: async (document, _, { diagnostics }) => {
      const ours = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
      const actions: vscode.CodeAction[] = [];
      for (const one of shown.findingsIn(document.uri)) {
        const diagnostic = ours.find(
          ({ code, range }) => range.start.line === one.mark.line && valueOf(code) === one.finding.id,
        );
        if (diagnostic !== undefined && !one.mark.stale) actions.push(...(await actionsFor(one, diagnostic, shown)));
      }
      return actions;
    },
  };
  return vscode.languages.registerCodeActionsProvider(sourceSelector, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

async function actionsFor(
  { finding }: ShownFinding,
  diagnostic: vscode.Diagnostic,
  shown: ShownFindings,
): Promise<vscode.CodeAction[]> {
  const report = shown.report();
  const answer = report && findRecommendation(report, finding);
  const { change = null, title = '', key = '' } = answer ?? {};
  if (change === null) return [];
  const toAction = (label: string): vscode.CodeAction => {
    const action = new vscode.CodeAction(label, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    return action;
  };
  const actions: vscode.CodeAction[] = [];
  const edit = await toWorkspaceEdit(change, title, shown);
  if (edit !== undefined) {
    const apply = toAction(vscode.l10n.t('{0} (preview)', title));
    // Never `isPreferred`: another number of threads is another behaviour, to be looked at first.
    apply.edit = edit;
    actions.push(apply);
  }
  if (vscode.workspace.isTrusted) {
    const verify = toAction(vscode.l10n.t('Verify: {0}', title));
    verify.command = { command: InnerCommand.verify, title: verify.title, arguments: [shown.runId(), key] };
    actions.push(verify);
  }
  return actions;
}

function valueOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
