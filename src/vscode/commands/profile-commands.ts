import * as vscode from 'vscode';
import { sourceLanguageOf } from '../inline/selector.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import type { Installation } from '../installation.js';
import { Command, InnerCommand } from '../names.js';
import type { ReportPanels } from '../report/report-panels.js';
import { readSnapshot } from '../results/snapshot-places.js';
import type { Analysis } from '../run/analysis.js';
import type { MemoryLooker } from '../run/memory-looker.js';
import type { Profiler, ProfileResult } from '../run/profiler.js';
import type { RunSlot } from '../run/run-slot.js';
import { readSettings } from '../settings.js';
import { fileTarget, workloadTarget } from '../targets/file-targets.js';
import { pickTarget } from '../targets/pick-target.js';
import { TargetError, type Target } from '../targets/target.js';
import { mayRun } from './may-run.js';
import { registerCommand } from './notify.js';
import { reportOutcome } from './report-outcome.js';

interface Parts {
  context: vscode.ExtensionContext;
  installation: Installation;
  slot: RunSlot;
  profiler: Profiler;
  looker: MemoryLooker;
  analysis: Analysis;
  panels: ReportPanels;
  shown: ShownFindings;
  log: vscode.LogOutputChannel;
}

export function registerProfileCommands({
  context,
  installation,
  slot,
  profiler,
  looker,
  analysis,
  panels,
  shown,
  log,
}: Parts): vscode.Disposable {
  const profile = async (choose: () => Target | Promise<Target | undefined>): Promise<void> => {
    if (!(await mayRun(slot))) return;
    const target = await choose();
    // Another run may have been started while the user was choosing.
    if (target === undefined || !(await mayRun(slot))) return;
    const result = await profiler.profile(target);
    if (result === undefined) return;
    const { run, report } = result;
    await shown.show(run.id, report, await readSnapshot(run.dir));
    const open = (): void => panels.open(run, report);
    if (readSettings().openReport) open();
    void reportOutcome(result, { open, showLog: () => log.show() });
    await followUp(target, result).catch((error: unknown) =>
      log.warn(`memory pass of run ${run.id}: ${String(error)}`),
    );
  };
  /** The memory pass that nobody asked for: what keeps it from being made is nobody's concern either. */
  const followUp = async (target: Target, { run, report, launched }: ProfileResult): Promise<void> => {
    const { memoryPass } = readSettings(vscode.Uri.file(target.cwd));
    if (memoryPass === 'never' || !vscode.workspace.isTrusted) return;
    if (await analysis.isMemoryPassWorth(launched, report)) await looker.look(run, report, { isAsked: false });
  };
  const register = <P extends unknown[]>(id: string, handler: (...parameters: P) => Promise<void>): vscode.Disposable =>
    registerCommand(id, log, handler);

  return vscode.Disposable.from(
    register(Command.profileFile, (uri?: vscode.Uri) =>
      profile(async () => fileTarget(await savedFile(uri), installation)),
    ),
    register(Command.profileWorkload, (uri?: vscode.Uri) =>
      profile(async () => workloadTarget(await checkWorkload(await savedFile(uri)), installation)),
    ),
    register(Command.profileConfiguration, () => profile(() => pickTarget(context.workspaceState))),
    register(InnerCommand.profileThreads, (uri: vscode.Uri, isWorkload: boolean, isImportable: boolean) =>
      profile(() => {
        if (isWorkload) return workloadTarget(uri, installation);
        if (!isImportable) return fileTarget(uri, installation);
        // Others import this file, so starting it by itself may start nothing.
        const target = fileTarget(uri, installation);
        const label = `$(play) ${vscode.l10n.t('This file: node {0}', target.label)}`;
        return pickTarget(context.workspaceState, { label, target });
      }),
    ),
    register(Command.stopRun, () => Promise.resolve(slot.stop())),
  );
}

/** @throws TargetError when there is no file that Node could start */
async function savedFile(uri: vscode.Uri | undefined): Promise<vscode.Uri> {
  const chosen = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (chosen === undefined) throw new TargetError(vscode.l10n.t('Open the file to profile first.'));
  if (chosen.scheme === 'untitled') {
    const saved = await vscode.workspace.save(chosen);
    if (saved === undefined)
      throw new TargetError(vscode.l10n.t('Save the file first: Node can only run what is on the disk.'));
    return saved;
  }
  if (chosen.scheme !== 'file') {
    throw new TargetError(vscode.l10n.t('{0} is not on a disk, so Node cannot run it.', chosen.toString()));
  }
  return chosen;
}

/** @throws TargetError when the file exports no workload */
async function checkWorkload(uri: vscode.Uri): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument(uri);
  const language = sourceLanguageOf(document);
  const { findSites } = await import('../../source/find-sites.js');
  const sites = language === undefined ? [] : findSites(document.getText(), language)?.sites;
  if (sites === undefined || sites.some(({ kind }) => kind === 'workload')) return uri;
  throw new TargetError(
    vscode.l10n.t(
      'This file is no workload: it has no default export with "worker" and "agents". Use "Profile This File", or open the sample workload to see one.',
    ),
  );
}
