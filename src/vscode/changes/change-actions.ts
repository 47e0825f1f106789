/** Verify and Apply, alike from lenses, quick fixes, the palette and the report page. */
import * as vscode from 'vscode';
import type { Report } from '../../report/report.js';
import type { Verification } from '../../verify/verification.js';
import { mayRun } from '../commands/may-run.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { openPlace } from '../report/place-uri.js';
import type { StoredRun } from '../results/run-store.js';
import type { RunSlot } from '../run/run-slot.js';
import { toWorkspaceEdit } from './apply-change.js';
import { UNSAVED_KEY, type Candidate } from './candidates.js';
import { describeVerification } from './describe-verification.js';
import type { Verifier } from './verifier.js';

export interface ChangeActions {
  /** Runs both arms, and tells the outcome in one notification. Undefined when it may not run. */
  verify(run: StoredRun, report: Report, candidate: Candidate): Promise<Verification | undefined>;
  /** Shows the change as an edit to confirm, or says how to make it by hand. */
  apply(candidate: Candidate): Promise<void>;
}

interface Parts {
  slot: RunSlot;
  verifier: Verifier;
  shown: ShownFindings;
  openReport: (run: StoredRun, report: Report, at?: { finding?: string }) => void;
}

export function createChangeActions({ slot, verifier, shown, openReport }: Parts): ChangeActions {
  const apply = async (candidate: Candidate): Promise<void> => {
    const { change, title, key } = candidate;
    if (key === UNSAVED_KEY && change?.kind === 'files') {
      for (const { path } of change.files) await vscode.workspace.save(vscode.Uri.file(path));
      return;
    }
    const edit = change === null ? undefined : await toWorkspaceEdit(change, title, shown);
    if (edit === undefined) return explainByHand(candidate);
    await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  };

  const tellOutcome = async (
    verification: Verification,
    { run, report, candidate }: { run: StoredRun; report: Report; candidate: Candidate },
  ): Promise<void> => {
    const applyIt = vscode.l10n.t('Apply');
    const showReport = vscode.l10n.t('Show Report');
    const anyLoad = vscode.l10n.t('Verify at This Load');
    const { verdict, observed } = verification;
    const isGain = verdict === 'gain';
    const wasDisturbed = verdict === 'inconclusive' && observed.disturbedPairs > 0;
    const show = isGain ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
    const actions = isGain ? [applyIt] : wasDisturbed ? [anyLoad] : [];
    const answer = await show(describeVerification(verification), ...actions, showReport);
    if (answer === applyIt) await apply(candidate);
    else if (answer === anyLoad) await verify(run, report, candidate, { anyLoad: true });
    else if (answer === showReport)
      openReport(run, report, candidate.findingKey === null ? {} : { finding: candidate.findingKey });
  };

  const verify = async (
    run: StoredRun,
    report: Report,
    candidate: Candidate,
    options?: { anyLoad: boolean },
  ): Promise<Verification | undefined> => {
    if (!(await mayRun(slot))) return undefined;
    const verification = await verifier.verify(run, candidate, options);
    void tellOutcome(verification, { run, report, candidate });
    return verification;
  };

  return { apply, verify };
}

/** Where the change is to be made and what it is; the user does the rest. */
async function explainByHand({ title, change }: Candidate): Promise<void> {
  if (change?.kind === 'environment') {
    const set = Object.entries(change.set).map(([name, value]) => `${name}=${value}`);
    const copy = vscode.l10n.t('Copy');
    const message = vscode.l10n.t('{0}: start the program with {1} in its environment.', title, set.join(' '));
    if ((await vscode.window.showInformationMessage(message, copy)) === copy) {
      await vscode.env.clipboard.writeText(set.join(' '));
    }
    return;
  }
  if (change?.kind === 'files') {
    const message = vscode.l10n.t(
      '{0}: the source has changed since the run, so the edit made from it would undo work. Profile again, or make the change by hand.',
      title,
    );
    void vscode.window.showInformationMessage(message);
    return;
  }
  if (change?.kind !== 'pool-options') {
    void vscode.window.showInformationMessage(vscode.l10n.t('{0}: this is to be changed by hand.', title));
    return;
  }
  const { place, options } = change;
  const numbers = Object.entries(options).map(([name, value]) => `${name}: ${value}`);
  const goThere = vscode.l10n.t('Go to the Line');
  const message = vscode.l10n.t(
    'The options of this pool cannot be edited safely: they are not written out where it is made, or the source has changed. Set {0} there by hand.',
    numbers.join(', '),
  );
  if ((await vscode.window.showInformationMessage(message, goThere)) === goThere) {
    await openPlace({ ...place, label: place.file });
  }
}
