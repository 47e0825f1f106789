/** What a verification says in a notification and while it runs. */
import * as vscode from 'vscode';
import { formatSpeedUpInterval } from '../../report/say-prediction.js';
import type { Verification } from '../../verify/verification.js';
import type { Progress } from '../../verify/verify.js';

/** The outcome, observed beside predicted, and what the output says to it. */
export function describeVerification({ title, message, output, verdict }: Verification): string {
  const outcome = `${title}. ${message}`;
  return output.same || verdict === 'failed'
    ? outcome
    : `${outcome} ${vscode.l10n.t('The output differs: {0}', output.differences.join(' '))}`;
}

/** "3 pairs, ×1.6 (1.4–1.9) so far" */
export function describeProgress({ pairs, speedUp, interval, text }: Progress): string {
  return speedUp === null || interval === null
    ? text
    : vscode.l10n.t('{0} pairs, {1} so far', pairs, formatSpeedUpInterval(speedUp, interval));
}
