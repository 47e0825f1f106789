/** Puts the parts together. Whatever takes time to load is imported on first use. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LEDGER_FILE } from '../verify/ledger.js';
import { registerApplyActions } from './changes/apply-actions.js';
import { createChangeActions } from './changes/change-actions.js';
import { registerChangeCommands } from './changes/change-commands.js';
import { createVerifier } from './changes/verifier.js';
import { registerProfileCommands } from './commands/profile-commands.js';
import { registerResultCommands, showRun } from './commands/result-commands.js';
import { registerFindingDecorations } from './inline/finding-decorations.js';
import { registerFindingDiagnostics } from './inline/finding-diagnostics.js';
import { registerFindingHover } from './inline/finding-hover.js';
import { registerFindingLens } from './inline/finding-lens.js';
import { registerProfileLens } from './inline/profile-lens.js';
import { trackShownFindings } from './inline/shown-findings.js';
import { findInstallation } from './installation.js';
import { createReportPanels } from './report/report-panels.js';
import { registerTraceEditor } from './report/trace-editor.js';
import { openRunStore } from './results/run-store.js';
import { createAnalysis } from './run/analysis.js';
import { createProfiler } from './run/profiler.js';
import { createRunSlot } from './run/run-slot.js';
import { registerRunsView } from './views/runs-view.js';
import { registerWhatIfCommand } from './what-if/what-if-command.js';

/** For `deactivate`, which is handed nothing. */
let shutDown: () => Promise<void> = () => Promise.resolve();

export function activate(context: vscode.ExtensionContext): void {
  const { storageUri, globalStorageUri } = context;
  const log = vscode.window.createOutputChannel('Threadwise', { log: true });
  const installation = findInstallation(context, vscode.Uri.joinPath);
  const store = openRunStore(context);
  const ledger = join((storageUri ?? globalStorageUri).fsPath, LEDGER_FILE);
  const machineFile = join(globalStorageUri.fsPath, 'machine.json');
  const analysis = createAnalysis(installation, ledger);
  const slot = createRunSlot();
  const profiler = createProfiler({ installation, slot, machineFile, store, analysis, log });
  const verifier = createVerifier({ installation, slot, ledger, log });
  shutDown = async () => void (await Promise.all([profiler.shutDown(), verifier.shutDown()]));
  const shown = trackShownFindings(installation, log);
  const panels = createReportPanels({ installation, store, analysis, verifier, actions: () => actions });
  const actions = createChangeActions({ slot, verifier, shown, openReport: panels.open });
  context.subscriptions.push(
    log,
    store,
    analysis,
    profiler,
    verifier,
    shown,
    panels,
    registerProfileLens(),
    registerFindingLens(shown),
    registerFindingDecorations(shown),
    registerFindingDiagnostics(shown),
    registerFindingHover(shown),
    registerApplyActions(shown),
    registerRunsView(store, shown),
    registerTraceEditor(installation, analysis, log),
    registerProfileCommands({ context, installation, slot, profiler, panels, shown, log }),
    registerChangeCommands({ store, shown, actions, log }),
    registerWhatIfCommand({ store, shown, analysis, openReport: panels.open, log }),
    registerResultCommands({ context, installation, store, panels, shown, log }),
  );
  void restoreLastRun();

  /** The findings of the last run stand beside the code again after a reload, unless a newer run is shown by then. */
  async function restoreLastRun(): Promise<void> {
    const run = (await store.list())[0];
    if (run === undefined || run.summary.failure !== undefined || shown.runId() !== undefined) return;
    await showRun(run, store, shown).catch((error: unknown) => log.warn(String(error)));
  }
}

/** The editor waits for this when it closes: no program is left behind. */
export async function deactivate(): Promise<void> {
  await shutDown();
}
