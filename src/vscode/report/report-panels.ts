import * as vscode from 'vscode';
import type { Report } from '../../report/report.js';
import type { ChangeActions } from '../changes/change-actions.js';
import type { Verifier } from '../changes/verifier.js';
import type { Installation } from '../installation.js';
import { ViewId } from '../names.js';
import type { RunStore, StoredRun } from '../results/run-store.js';
import type { Analysis } from '../run/analysis.js';
import type { MemoryLooker } from '../run/memory-looker.js';
import { messageHtml } from './page-html.js';
import { createPageServices } from './page-services.js';
import { showReportIn, type ReportPage } from './report-page.js';

export interface ReportPanels extends vscode.Disposable {
  /** Brings the report of a run to the front, in a new panel where there is none. */
  open(run: StoredRun, report: Report, at?: { finding?: string; section?: string }): void;
  /** Shows a newer report of a run where the older one is open. */
  refresh(run: StoredRun, report: Report): void;
  close(runId: string): void;
}

interface OpenPanel {
  panel: vscode.WebviewPanel;
  page: ReportPage;
}

interface Parts {
  installation: Installation;
  store: RunStore;
  analysis: Analysis;
  verifier: Verifier;
  looker: MemoryLooker;
  /** Looked up when needed: they open reports themselves. */
  actions: () => ChangeActions;
}

export function createReportPanels({ installation, store, analysis, verifier, looker, actions }: Parts): ReportPanels {
  const open = new Map<string, OpenPanel>();

  const fill = (panel: vscode.WebviewPanel, run: StoredRun, report: Report): OpenPanel => {
    panel.title = vscode.l10n.t('Threads: {0}', run.summary.label);
    panel.iconPath = vscode.Uri.joinPath(installation.root, 'media', 'activity.svg');
    const page = showReportIn(panel.webview, {
      report,
      installation,
      createServices: (shown, post) =>
        createPageServices({
          report: shown,
          explorer: analysis.explore(run.dir),
          post,
          run: { stored: run, verifier, looker, actions: actions() },
        }),
    });
    const opened = { panel, page };
    open.set(run.id, opened);
    panel.onDidDispose(() => {
      page.dispose();
      if (open.get(run.id) === opened) open.delete(run.id);
    });
    return opened;
  };
  const restore = async (panel: vscode.WebviewPanel, state: unknown): Promise<void> => {
    const run = (await store.find(runIdOf(state))) ?? (await store.list())[0];
    if (run === undefined || run.summary.failure !== undefined) {
      panel.webview.html = messageHtml(vscode.l10n.t('This run is no longer kept. Profile again to get a new report.'));
      return;
    }
    fill(panel, run, await store.readReport(run));
  };
  const serializer = vscode.window.registerWebviewPanelSerializer(ViewId.report, { deserializeWebviewPanel: restore });

  return {
    open: (run, report, at = {}) => {
      const known = open.get(run.id);
      known?.panel.reveal();
      const { page } = known ?? fill(createPanel(), run, report);
      if (at.finding !== undefined) page.reveal(at.finding);
      if (at.section !== undefined) page.revealSection(at.section);
    },
    refresh: (run, report) => void open.get(run.id)?.page.update(report),
    close: (runId) => {
      open.get(runId)?.panel.dispose();
    },
    dispose: () => {
      serializer.dispose();
      for (const { panel } of open.values()) panel.dispose();
    },
  };
}

function createPanel(): vscode.WebviewPanel {
  const column = vscode.window.activeTextEditor === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  return vscode.window.createWebviewPanel(ViewId.report, 'Threadwise', { viewColumn: column, preserveFocus: true });
}

/** The page keeps the id of its run with what else it remembers. */
function runIdOf(state: unknown): string {
  const isObject = typeof state === 'object' && state !== null;
  return isObject && 'runId' in state && typeof state.runId === 'string' ? state.runId : '';
}
