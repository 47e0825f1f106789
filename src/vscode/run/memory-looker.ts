/** The memory pass of a stored run, from start to the report with it. The program runs in processes of its own. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../report/report.js';
import { MEMORY_FOLDER } from '../../trace/memory-machine.js';
import type { Installation } from '../installation.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import { summarize } from '../results/run-summary.js';
import { readTarget } from '../results/run-target.js';
import { listChanged, takeSnapshot } from '../results/snapshot-places.js';
import { readSettings } from '../settings.js';
import { TargetError, type Target } from '../targets/target.js';
import type { Analysis } from './analysis.js';
import type { RunSlot } from './run-slot.js';
import { showStatusItem } from './status-item.js';
import { targetEnvironment } from './target-environment.js';

export interface MemoryProgress {
  runId: string;
  text: string;
}

export interface MemoryLooker extends vscode.Disposable {
  /** Fires while a pass is made, with null at the end. */
  onProgress: vscode.Event<MemoryProgress | null>;
  progress(): MemoryProgress | null;
  /** Fires with a run's new report. */
  onDidLook: vscode.Event<{ run: StoredRun; report: Report }>;
  /** Whether the program of the run can be started again. */
  canLook(run: StoredRun): Promise<boolean>;
  /**
   * Undefined when it was cancelled; then the run is as it was.
   *
   * @param isAsked the user asked for it: it shows its progress, and does not give way to the next run
   * @throws what keeps it from being made
   */
  look(run: StoredRun, report: Report, options: { isAsked: boolean }): Promise<Report | undefined>;
  /** Stops a pass and resolves once its program is gone. */
  shutDown(): Promise<void>;
}

interface Parts {
  installation: Installation;
  slot: RunSlot;
  store: RunStore;
  analysis: Analysis;
  log: vscode.LogOutputChannel;
}

export function createMemoryLooker({ installation, slot, store, analysis, log }: Parts): MemoryLooker {
  const progressed = new vscode.EventEmitter<MemoryProgress | null>();
  const looked = new vscode.EventEmitter<{ run: StoredRun; report: Report }>();
  let running: Promise<unknown> = Promise.resolve();
  let progress: MemoryProgress | null = null;
  const tell = (told: MemoryProgress | null): void => {
    progress = told;
    progressed.fire(told);
  };

  const makePass = async (
    run: StoredRun,
    target: Target,
    { stop, show }: { stop: AbortController; show: (text: string) => void },
  ): Promise<Report> => {
    const { recordMemory } = await import('../../launch/record-memory.js');
    log.info(`memory pass of run ${run.id}: ${target.command.join(' ')} (in ${target.cwd})`);
    const { recorded, notes } = await recordMemory({
      command: target.command,
      cwd: target.cwd,
      env: targetEnvironment(process.env, target.env),
      probePath: installation.memoryProbe,
      runDir: run.dir,
      timingWallNs: await readWallNs(run),
      signal: stop.signal,
      samplesFirst: await analysis.isSamplingWorth(run.dir, stop.signal),
      onBegin: (which) =>
        show(
          which === 'sampling'
            ? vscode.l10n.t('running the program for CPU samples')
            : vscode.l10n.t('running the program'),
        ),
    });
    stop.signal.throwIfAborted();
    for (const note of notes) log.info(`memory pass of run ${run.id}: ${note}`);
    if (!recorded) {
      throw new TargetError(
        vscode.l10n.t('Nothing was recorded: {0} started no Node program that could be looked at.', target.label),
      );
    }
    show(vscode.l10n.t('replaying what was found'));
    const measured = await analysis.measureRun(run.dir, stop.signal);
    log.info(`memory pass of run ${run.id}: ${measured} pattern(s) replayed`);
    show(vscode.l10n.t('analysing'));
    return analysis.analyzeRun(run.dir, stop.signal);
  };

  return {
    onProgress: progressed.event,
    onDidLook: looked.event,
    progress: () => progress,
    canLook: async ({ dir }) => (await readTarget(dir)) !== undefined,
    look: async (run, before, { isAsked }) => {
      const target = await findTarget(run, before);
      const stop = new AbortController();
      const giveBack = slot.take(stop, { givesWay: !isAsked });
      const status = showStatusItem(
        vscode.l10n.t('Looking at memory access of {0}', target.label),
        vscode.l10n.t('Threadwise runs {0} once more to see how it uses memory. Click to stop.', target.label),
      );
      try {
        const work = withProgress(
          vscode.l10n.t('Looking at memory access of {0}', target.label),
          { stop, isAsked },
          (show) =>
            makePass(run, target, {
              stop,
              show: (text) => {
                show(text);
                tell({ runId: run.id, text });
              },
            }),
        );
        running = work;
        const report = await work;
        await takeSnapshot(run.dir, report);
        await store.finish(run.dir, summarize(run.summary.label, report), readSettings().keepRuns);
        looked.fire({ run, report });
        return report;
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        // Half of it would be taken for all of it by whoever analyses the run again.
        await rm(join(run.dir, MEMORY_FOLDER), { recursive: true, force: true });
        log.info(`memory pass of run ${run.id}: stopped`);
        return undefined;
      } finally {
        tell(null);
        status.dispose();
        giveBack();
      }
    },
    shutDown: async () => {
      slot.stop();
      await running.catch(() => undefined);
    },
    dispose: () => {
      slot.stop();
      progressed.dispose();
      looked.dispose();
    },
  };
}

/** @throws TargetError when the program cannot be started again, or is another one by now */
async function findTarget(run: StoredRun, report: Report): Promise<Target> {
  const target = await readTarget(run.dir);
  if (target === undefined) {
    throw new TargetError(vscode.l10n.t('How this run was started is not known any more. Profile again.'));
  }
  const [changed] = await listChanged(report);
  if (changed !== undefined) {
    throw new TargetError(
      vscode.l10n.t(
        '{0} has changed since this run, so the two would not fit together. Profile again; the look at memory access can follow.',
        vscode.workspace.asRelativePath(changed),
      ),
    );
  }
  return target;
}

async function readWallNs({ dir, summary }: StoredRun): Promise<number> {
  const record = JSON.parse(await readFile(join(dir, 'run.json'), 'utf8')) as { wallNs?: number };
  return record.wallNs ?? summary.makespanNs;
}

function withProgress<T>(
  title: string,
  { stop, isAsked }: { stop: AbortController; isAsked: boolean },
  work: (show: (text: string) => void) => Promise<T>,
): Promise<T> {
  // What nobody asked for shows itself by its status bar item only.
  if (!isAsked) return work(() => {});
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => stop.abort());
      return work((message) => progress.report({ message }));
    }),
  );
}
