import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import type { HostMessage } from '../../protocol/messages.js';
import type { Report } from '../../report/report.js';
import type { Installation } from '../installation.js';
import { ViewId } from '../names.js';
import type { Analysis } from '../run/analysis.js';
import { messageHtml } from './page-html.js';
import { createPageServices, type PageServices } from './page-services.js';
import { showReportIn } from './report-page.js';

/** Shows the report of a `.twtrace` file where another file shows its text. Nothing of the workspace runs for it. */
export function registerTraceEditor(
  installation: Installation,
  analysis: Analysis,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(ViewId.trace, {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }, { webview, onDidDispose }) => {
      webview.html = messageHtml(vscode.l10n.t('Analysing {0} …', basename(uri.fsPath)));
      const closed = new AbortController();
      onDidDispose(() => closed.abort());
      try {
        const [folder, name] = [dirname(uri.fsPath), basename(uri.fsPath)];
        const report = await analysis.analyzeTraceFile(folder, name, closed.signal);
        const explorer = analysis.explore(folder, name);
        const createServices = (shown: Report, post: (message: HostMessage) => void): PageServices =>
          createPageServices({ report: shown, explorer, post });
        const page = showReportIn(webview, { report, installation, createServices });
        onDidDispose(() => {
          page.dispose();
        });
      } catch (error) {
        if (closed.signal.aborted) return;
        log.error(error instanceof Error ? error : String(error));
        webview.html = messageHtml(error instanceof Error ? error.message : String(error));
      }
    },
  } satisfies vscode.CustomReadonlyEditorProvider);
}
