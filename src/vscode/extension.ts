/** Puts the parts together. Whatever takes time to load is imported on first use. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { LEDGER_FILE } from '../verify/ledger.js';
import { registerApplyActions } from './changes/apply-actions.js';
import { createChangeActions } from './changes/change-actions.js';
import { registerChangeCommands } from './changes/change-commands.js';
import { createVerifier } from './changes/verifier.js';
import { registerMemoryCommands } from './commands/memory-commands.js';
import { registerProfileCommands } from './commands/profile-commands.js';
import { registerResultCommands, restoreLastRun } from './commands/result-commands.js';
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
import { createMemoryLooker } from './run/memory-looker.js';
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
  const looker = createMemoryLooker({ installation, slot, store, analysis, log });
  shutDown = async () => void (await Promise.all([profiler, verifier, looker].map((one) => one.shutDown())));
  const shown = trackShownFindings(installation, log);
  const panels = createReportPanels({ installation, store, analysis, verifier, looker, actions: () => actions });
  const actions = createChangeActions({ slot, verifier, shown, openReport: panels.open });
  context.subscriptions.push(
    log,
    store,
    analysis,
    profiler,
    verifier,
    looker,
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
    registerProfileCommands({ context, installation, slot, profiler, looker, analysis, panels, shown, log }),
    registerMemoryCommands({ store, shown, panels, looker, slot, log }),
    registerChangeCommands({ store, shown, actions, log }),
    registerWhatIfCommand({ store, shown, analysis, openReport: panels.open, log }),
    registerResultCommands({ context, installation, store, panels, shown, log }),
  );
  void restoreLastRun({ store, shown, log });
}

/** The editor waits for this when it closes: no program is left behind. */
export async function deactivate(): Promise<void> {
  await shutDown();
}
