import * as vscode from 'vscode';
import { describeFinding } from './describe-finding.js';
import { sourceSelector } from './selector.js';
import type { ShownFindings } from './shown-findings.js';

/** The evidence, anywhere on a line that a finding points at. */
export function registerFindingHover(shown: ShownFindings): vscode.Disposable {
  return vscode.languages.registerHoverProvider(sourceSelector, {
    provideHover: (document, position) => {
      const runId = shown.runId();
      const here = shown.findingsIn(document.uri).filter(({ mark }) => mark.line === position.line);
      if (runId === undefined || here.length === 0) return undefined;
      return new vscode.Hover(here.map((one) => describeFinding(one, runId)));
    },
  });
}
