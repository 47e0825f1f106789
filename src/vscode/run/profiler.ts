/** One run from start to stored report. The program and its analysis each run outside the extension host's thread. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { launch, type LaunchResult } from '../../launch/launch.js';
import type { Report } from '../../report/report.js';
import { formatNs } from '../../report/format.js';
import type { Installation } from '../installation.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import { summarize, summarizeFailure } from '../results/run-summary.js';
import { writeTarget } from '../results/run-target.js';
import { takeSnapshot } from '../results/snapshot-places.js';
import { readSettings } from '../settings.js';
import type { Target } from '../targets/target.js';
import type { Analysis } from './analysis.js';
import { openOutputTerminal } from './output-terminal.js';
import type { RunSlot } from './run-slot.js';
import { runTask } from './run-task.js';
import { showStatusItem } from './status-item.js';
import { targetEnvironment } from './target-environment.js';

export interface ProfileResult {
  run: StoredRun;
  report: Report;
  launched: LaunchResult;
}

export interface Profiler extends vscode.Disposable {
  /** Undefined when the analysis was cancelled. @throws what keeps the run from having a report */
  profile(target: Target): Promise<ProfileResult | undefined>;
  /** Stops a run and resolves once its program is gone. */
  shutDown(): Promise<void>;
}

interface Parts {
  installation: Installation;
  slot: RunSlot;
  /** Where the costs of this machine are kept, absolute. */
  machineFile: string;
  store: RunStore;
  analysis: Analysis;
  log: vscode.LogOutputChannel;
}

export function createProfiler({ installation, slot, machineFile, store, analysis, log }: Parts): Profiler {
  let launching: Promise<unknown> = Promise.resolve();

  const launchTarget = async (target: Target, runDir: string, stop: AbortController): Promise<LaunchResult> => {
    const { maximumSeconds } = readSettings(vscode.Uri.file(target.cwd));
    const terminal = openOutputTerminal(`Threadwise: ${target.label}`, () => stop.abort());
    const write = (chunk: Buffer): void => terminal.write(chunk);
    log.info(`run ${basename(runDir)}: ${target.command.join(' ')} (in ${target.cwd})`);
    try {
      const result = await launch({
        command: target.command,
        cwd: target.cwd,
        env: targetEnvironment(process.env, target.env),
        probePath: installation.probe,
        runDir,
        toolVersion: installation.version,
        machineFile,
        ...(target.threads === undefined ? {} : { threads: target.threads }),
        ...(maximumSeconds === 0 ? {} : { durationMs: maximumSeconds * 1000 }),
        signal: stop.signal,
        stdio: { onStdout: write, onStderr: write },
      });
      terminal.end(describeEnd(result));
      log.info(`run ${basename(runDir)}: ${describeEnd(result)}; ${result.traces.length} trace(s)`);
      return result;
    } catch (error) {
      terminal.end(String(error instanceof Error ? error.message : error));
      throw error;
    }
  };

  const runAndAnalyze = async (target: Target, runDir: string, stop: AbortController) => {
    const launched = await withProgress(vscode.l10n.t('Profiling {0}', target.label), stop, () => {
      const result = launchTarget(target, runDir, stop);
      launching = result;
      return result;
    });
    const abandon = new AbortController();
    const report = await withProgress(vscode.l10n.t('Analysing {0}', target.label), abandon, () =>
      analysis.analyzeRun(runDir, abandon.signal),
    );
    return { launched, report };
  };

  return {
    shutDown: async () => {
      slot.stop();
      await launching.catch(() => undefined);
    },
    dispose: () => slot.stop(),
    profile: async (target) => {
      const startedAt = new Date().toISOString();
      const { keepRuns } = readSettings();
      const stop = new AbortController();
      const giveBack = slot.take(stop);
      const status = showStatusItem(
        vscode.l10n.t('Profiling {0}', target.label),
        vscode.l10n.t('Threadwise is profiling {0}. Click to stop it and see the report so far.', target.label),
      );
      const runDir = await store.begin();
      try {
        await vscode.workspace.saveAll(false);
        await writeTarget(runDir, target);
        if (target.preLaunchTask !== undefined) await runTask(target.preLaunchTask);
        const { launched, report } = await runAndAnalyze(target, runDir, stop);
        await takeSnapshot(runDir, report);
        return { run: await store.finish(runDir, summarize(target.label, report), keepRuns), report, launched };
      } catch (error) {
        const isCancelled = error instanceof Error && error.name === 'AbortError';
        const message = isCancelled
          ? vscode.l10n.t('The analysis was cancelled.')
          : String(error instanceof Error ? error.message : error);
        await store.finish(runDir, summarizeFailure(target.label, startedAt, message), keepRuns);
        if (isCancelled) return undefined;
        throw error;
      } finally {
        status.dispose();
        giveBack();
      }
    },
  };
}

function withProgress<T>(title: string, controller: AbortController, work: () => Promise<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (_, token) => {
      token.onCancellationRequested(() => controller.abort());
      return work();
    }),
  );
}

function describeEnd({ exitCode, signal, wallNs, stoppedByUs, reason }: LaunchResult): string {
  const after = formatNs(wallNs);
  if (stoppedByUs) return vscode.l10n.t('Stopped after {0} ({1}).', after, reason ?? '');
  if (signal !== null) return vscode.l10n.t('Ended by {0} after {1}.', signal, after);
  return vscode.l10n.t('Ended with exit code {0} after {1}.', exitCode ?? 0, after);
}
