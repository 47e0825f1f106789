/** One verification from start to ledger. The program runs in processes of its own; here is only their bookkeeping. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Calibration, Verification } from '../../verify/verification.js';
import type { Installation } from '../installation.js';
import type { StoredRun } from '../results/run-store.js';
import { readTarget } from '../results/run-target.js';
import type { RunSlot } from '../run/run-slot.js';
import { showStatusItem } from '../run/status-item.js';
import { targetEnvironment } from '../run/target-environment.js';
import { TargetError, type Target } from '../targets/target.js';
import type { Candidate } from './candidates.js';
import { describeProgress } from './describe-verification.js';

export interface VerifyProgress {
  key: string;
  text: string;
}

export interface Verifier extends vscode.Disposable {
  /** Fires while pairs are run, with null at the end. */
  onProgress: vscode.Event<VerifyProgress | null>;
  /** Fires when the ledger has a new entry. */
  onDidVerify: vscode.Event<Verification>;
  /** When cancelled, it resolves with what was measured until then. @throws what keeps the change from being verified */
  verify(run: StoredRun, candidate: Candidate, options?: { anyLoad?: boolean }): Promise<Verification>;
  readLedger(): Promise<{ verifications: Verification[]; calibration: Calibration }>;
  /** Stops a verification and resolves once its program is gone. */
  shutDown(): Promise<void>;
}

interface Parts {
  installation: Installation;
  slot: RunSlot;
  /** Absolute path of the ledger.json. */
  ledger: string;
  log: vscode.LogOutputChannel;
}

export function createVerifier({ installation, slot, ledger, log }: Parts): Verifier {
  const progressed = new vscode.EventEmitter<VerifyProgress | null>();
  const verified = new vscode.EventEmitter<Verification>();
  let running: Promise<unknown> = Promise.resolve();

  const runPairs = async (
    run: StoredRun,
    target: Target,
    { key, title, edits, change, predicted }: Candidate & { change: NonNullable<Candidate['change']> },
    { stop, report, anyLoad }: { stop: AbortController; report: (text: string) => void; anyLoad: boolean },
  ): Promise<Verification> => {
    const { verifyChange } = await import('../../verify/verify.js');
    log.info(`verify ${key} of run ${run.id}: ${target.command.join(' ')} (in ${target.cwd})`);
    return verifyChange({
      command: target.command,
      cwd: target.cwd,
      env: targetEnvironment(process.env, target.env),
      change,
      overlayPath: installation.overlay,
      runId: run.id,
      key,
      title,
      edits,
      predicted,
      toolVersion: installation.version,
      ledger,
      anyLoad,
      signal: stop.signal,
      onProgress: (progress) => report(describeProgress(progress)),
    });
  };

  return {
    onProgress: progressed.event,
    onDidVerify: verified.event,
    verify: async (run, candidate, { anyLoad = false } = {}) => {
      const { change } = candidate;
      if (change === null) throw new TargetError(explainByHand(candidate));
      const target = await findTarget(run);
      const stop = new AbortController();
      const giveBack = slot.take(stop);
      const status = showStatusItem(
        vscode.l10n.t('Verifying {0}', candidate.title),
        vscode.l10n.t('Threadwise runs {0} with and without the change. Click to stop.', target.label),
      );
      try {
        const work = withProgress(vscode.l10n.t('Verifying: {0}', candidate.title), stop, (show) =>
          runPairs(
            run,
            target,
            { ...candidate, change },
            {
              stop,
              anyLoad,
              report: (text) => {
                show(text);
                progressed.fire({ key: candidate.key, text });
              },
            },
          ),
        );
        running = work;
        progressed.fire({ key: candidate.key, text: vscode.l10n.t('starting') });
        const verification = await work;
        log.info(`verify ${candidate.key}: ${verification.verdict}. ${verification.message}`);
        verified.fire(verification);
        return verification;
      } finally {
        progressed.fire(null);
        status.dispose();
        giveBack();
      }
    },
    readLedger: async () => {
      const { readLedger, calibrate } = await import('../../verify/ledger.js');
      const verifications = await readLedger(ledger);
      return { verifications, calibration: calibrate(verifications) };
    },
    shutDown: async () => {
      slot.stop();
      await running.catch(() => undefined);
    },
    dispose: () => {
      slot.stop();
      progressed.dispose();
      verified.dispose();
    },
  };
}

function explainByHand({ title }: Candidate): string {
  return vscode.l10n.t(
    '{0} cannot be tried without editing the source. Make the change in the editor, leave it unsaved, and verify the unsaved changes.',
    title,
  );
}

/** @throws TargetError when the program of the run cannot be started again, or has no end to compare */
async function findTarget(run: StoredRun): Promise<Target> {
  const target = await readTarget(run.dir);
  if (target === undefined) {
    throw new TargetError(vscode.l10n.t('How this run was started is not known any more. Profile again, then verify.'));
  }
  const record = JSON.parse(await readFile(join(run.dir, 'run.json'), 'utf8')) as { stoppedByUs?: boolean };
  if (record.stoppedByUs === true) {
    throw new TargetError(
      vscode.l10n.t(
        'This run was stopped, so there is no end that two runs could be compared by. Profile one that ends.',
      ),
    );
  }
  return target;
}

function withProgress<T>(
  title: string,
  stop: AbortController,
  work: (show: (text: string) => void) => Promise<T>,
): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return work((message) => progress.report({ message }));
    }),
  );
}
