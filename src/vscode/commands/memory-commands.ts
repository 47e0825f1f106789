import * as vscode from 'vscode';
import { currentRun } from '../changes/change-commands.js';
import type { ShownFindings } from '../inline/shown-findings.js';
import { Command } from '../names.js';
import type { ReportPanels } from '../report/report-panels.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import { readSnapshot } from '../results/snapshot-places.js';
import type { MemoryLooker } from '../run/memory-looker.js';
import type { RunSlot } from '../run/run-slot.js';
import type { RunsNode } from '../views/runs-view.js';
import { mayRun } from './may-run.js';
import { registerCommand } from './notify.js';

interface Parts {
  store: RunStore;
  shown: ShownFindings;
  panels: ReportPanels;
  looker: MemoryLooker;
  slot: RunSlot;
  log: vscode.LogOutputChannel;
}

/** "Look at Memory Access": of the run that stands in the editor, or the one whose report or tree item asks for it. */
export function registerMemoryCommands({ store, shown, panels, looker, slot, log }: Parts): vscode.Disposable {
  return vscode.Disposable.from(
    registerCommand(Command.lookAtMemory, log, async (asked?: RunsNode | string) => {
      const run = await chooseRun(asked, { store, shown });
      if (!(await mayRun(slot))) return;
      const report = await looker.look(run, await store.readReport(run), { isAsked: true });
      if (report !== undefined) panels.open(run, report, { section: 'memory' });
    }),
    // Whoever shows the run shows what is known of it now.
    looker.onDidLook(async ({ run, report }) => {
      panels.refresh(run, report);
      if (shown.runId() === run.id) await shown.show(run.id, report, await readSnapshot(run.dir));
    }),
  );
}

/** @param asked an item of the runs view, or a run's id */
async function chooseRun(
  asked: RunsNode | string | undefined,
  { store, shown }: Pick<Parts, 'store' | 'shown'>,
): Promise<StoredRun> {
  const known = typeof asked === 'string' ? await store.find(asked) : asked?.run;
  return known ?? currentRun(store, shown);
}
