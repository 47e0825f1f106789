import * as vscode from 'vscode';
import type { ShownFindings } from '../inline/shown-findings.js';
import type { Installation } from '../installation.js';
import { Command, InnerCommand, ViewId } from '../names.js';
import { openPlace } from '../report/place-uri.js';
import type { ReportPanels } from '../report/report-panels.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import { readSnapshot } from '../results/snapshot-places.js';
import { TargetError } from '../targets/target.js';
import type { RunsNode } from '../views/runs-view.js';
import { registerCommand } from './notify.js';
import { openSample } from './open-sample.js';
import { pickRun } from './pick-run.js';

interface Parts {
  context: vscode.ExtensionContext;
  installation: Installation;
  store: RunStore;
  panels: ReportPanels;
  shown: ShownFindings;
  log: vscode.LogOutputChannel;
}

export function registerResultCommands({ context, installation, store, panels, shown, log }: Parts): vscode.Disposable {
  const open = async (run: StoredRun | undefined, findingKey?: string): Promise<void> => {
    if (run === undefined) throw new TargetError(vscode.l10n.t('There is no report yet: profile something first.'));
    if (run.summary.failure !== undefined) throw new TargetError(run.summary.failure);
    panels.open(run, await store.readReport(run), findingKey === undefined ? {} : { finding: findingKey });
  };
  const forget = async (run: StoredRun): Promise<void> => {
    await store.remove(run);
    panels.close(run.id);
    if (shown.runId() === run.id) shown.clear();
  };
  const register = <P extends unknown[]>(id: string, handler: (...parameters: P) => Promise<void>): vscode.Disposable =>
    registerCommand(id, log, handler);

  return vscode.Disposable.from(
    register(Command.openLastReport, async () =>
      open((await store.list()).find(({ summary }) => summary.failure === undefined)),
    ),
    register(Command.pickRun, async () => {
      const run = await pickRun(await store.list());
      if (run !== undefined) await open(run);
    }),
    register(Command.openReport, ({ run }: RunsNode) => open(run)),
    register(Command.showFindings, async ({ run }: RunsNode) => showRun(run, store, shown)),
    register(Command.deleteRun, ({ run }: RunsNode) => forget(run)),
    register(Command.clearResults, async () => {
      for (const run of await store.list()) panels.close(run.id);
      shown.clear();
      await store.clear();
    }),
    register(Command.showRuns, async () => vscode.commands.executeCommand(`${ViewId.runs}.focus`)),
    register(Command.showLog, () => Promise.resolve(log.show())),
    register(Command.openSample, () => openSample(installation.sample, context.globalStorageUri)),
    register(InnerCommand.openFinding, async (runId: string, key: string) => open(await store.find(runId), key)),
    register(InnerCommand.openFindingPage, async (findingId: string) => {
      const page = vscode.Uri.joinPath(installation.root, 'docs', 'findings', `${findingId}.md`);
      await vscode.commands.executeCommand('markdown.showPreview', page);
    }),
    register(InnerCommand.openPlace, openPlace),
  );
}

/** Puts a run's findings beside the code. */
export async function showRun(run: StoredRun, store: RunStore, shown: ShownFindings): Promise<void> {
  await shown.show(run.id, await store.readReport(run), await readSnapshot(run.dir));
}

/** The findings of the last run stand beside the code again after a reload, unless a newer run is shown by then. */
export async function restoreLastRun({ store, shown, log }: Pick<Parts, 'store' | 'shown' | 'log'>): Promise<void> {
  const run = (await store.list())[0];
  if (run === undefined || run.summary.failure !== undefined || shown.runId() !== undefined) return;
  await showRun(run, store, shown).catch((error: unknown) => log.warn(String(error)));
}
