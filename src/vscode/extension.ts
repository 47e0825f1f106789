/** Puts the parts together. Whatever takes time to load is imported on first use. */
import * as vscode from 'vscode';
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
import { createProfiler, type Profiler } from './run/profiler.js';
import { registerRunsView } from './views/runs-view.js';

/** For `deactivate`, which is handed nothing. */
let activeProfiler: Profiler | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Threadwise', { log: true });
  const installation = findInstallation(context, vscode.Uri.joinPath);
  const store = openRunStore(context);
  const analysis = createAnalysis(installation);
  const profiler = createProfiler({ installation, store, analysis, log });
  activeProfiler = profiler;
  const shown = trackShownFindings(installation, log);
  const panels = createReportPanels(installation, store);
  context.subscriptions.push(
    log,
    store,
    analysis,
    profiler,
    shown,
    panels,
    registerProfileLens(),
    registerFindingLens(shown),
    registerFindingDecorations(shown),
    registerFindingDiagnostics(shown),
    registerFindingHover(shown),
    registerRunsView(store, shown),
    registerTraceEditor(installation, analysis, log),
    registerProfileCommands({ context, installation, profiler, panels, shown, log }),
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
  await activeProfiler?.shutDown();
}
