import type * as vscode from 'vscode';
import { readPageMessage, type HostMessage, type PageMessage } from '../../protocol/messages.js';
import type { Report } from '../../report/report.js';
import type { Installation } from '../installation.js';
import { pageHtml } from './page-html.js';
import type { PageServices } from './page-services.js';
import { openPlace } from './place-uri.js';
import { saveReport } from './save-report.js';

/** With the report as its type knows it, where the page's check only knows its shape. */
type Outgoing = Exclude<HostMessage, { type: 'report' }> | { type: 'report'; report: Report };

type Reveal = Extract<HostMessage, { type: 'revealFinding' | 'revealSection' }>;

export interface ReportPageParts {
  report: Report;
  installation: Installation;
  /** Answers what the page asks about changes. */
  createServices: (report: Report, post: (message: HostMessage) => void) => PageServices;
}

/** A webview that shows a report: a panel of ours, or the editor of a trace. */
export interface ReportPage extends vscode.Disposable {
  /** Scrolls to a finding. */
  reveal(findingKey: string): void;
  /** Scrolls to a section, by its id. */
  revealSection(id: string): void;
  /** Shows a newer report of the same run. */
  update(report: Report): Promise<void>;
}

export function showReportIn(
  webview: vscode.Webview,
  { report: first, installation, createServices }: ReportPageParts,
): ReportPage {
  let report = first;
  let isReady = false;
  /** What is to be brought into sight once the page listens. */
  let waiting: Reveal | undefined;
  const post = (message: Outgoing): void => void webview.postMessage(message);
  let services = createServices(report, post);
  const bringIntoSight = (message: Reveal): void => {
    if (isReady) post(message);
    else waiting = message;
  };

  const answer = async (message: PageMessage): Promise<void> => {
    switch (message.type) {
      case 'ready':
        // Also after the page was hidden and is built anew.
        isReady = true;
        post({ type: 'report', report });
        if (waiting !== undefined) post(waiting);
        waiting = undefined;
        return services.greet();
      case 'openPlace':
        return openPlace({ ...message, label: message.file });
      case 'exportReport':
        return saveReport(report, message.format, installation);
      default:
        return services.answer(message);
    }
  };
  webview.options = { enableScripts: true, localResourceRoots: [installation.page.folder] };
  webview.onDidReceiveMessage(async (data: unknown) => {
    const message = readPageMessage(data);
    if (message !== null) await answer(message);
  });
  webview.html = pageHtml(webview, installation);
  return {
    dispose: () => {
      services.dispose();
    },
    reveal: (key) => bringIntoSight({ type: 'revealFinding', key }),
    revealSection: (id) => bringIntoSight({ type: 'revealSection', id }),
    update: async (newer) => {
      services.dispose();
      report = newer;
      services = createServices(report, post);
      if (!isReady) return;
      post({ type: 'report', report });
      await services.greet();
    },
  };
}
