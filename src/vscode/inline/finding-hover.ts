import * as vscode from 'vscode';
import { describeMemoryOf } from '../../report/describe-memory-of.js';
import { readSettings } from '../settings.js';
import { describeCaveat, describeFinding } from './describe-finding.js';
import { rangeOf } from './finding-diagnostics.js';
import { sourceSelector } from './selector.js';
import type { ShownFinding, ShownFindings } from './shown-findings.js';

/** The evidence, anywhere on a line that a finding points at. */
export function registerFindingHover(shown: ShownFindings): vscode.Disposable {
  return vscode.languages.registerHoverProvider(sourceSelector, {
    provideHover: (document, position) => {
      const runId = shown.runId();
      const here = shown.findingsIn(document.uri).filter(({ mark }) => mark.line === position.line);
      if (runId === undefined || here.length === 0) return undefined;
      // A diagnostic under the pointer shows its title in the same hover.
      const { diagnostics } = readSettings(document.uri).findings;
      const isTitled = (one: ShownFinding): boolean => diagnostics && rangeOf(one, document.uri).contains(position);
      const caveat = shown.caveat();
      return new vscode.Hover([
        ...(caveat === undefined ? [] : [describeCaveat(caveat)]),
        ...here.map((one) =>
          describeFinding(one, {
            runId,
            withTitle: !isTitled(one),
            memory: describeMemoryOf(shown.report()?.memory ?? null, one.finding.key),
          }),
        ),
      ]);
    },
  });
}
