import * as vscode from 'vscode';
import type { Report } from '../../report/report.js';
import { readPageAssets, type Installation } from '../installation.js';

/** Asks where to, and writes the report as a page that stands alone or as JSON. */
export async function saveReport(report: Report, format: 'html' | 'json', installation: Installation): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `threadwise-${report.run.id}.${format}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: format === 'html' ? { HTML: ['html'] } : { JSON: ['json'] },
  });
  if (target === undefined) return;
  const text = format === 'html' ? await renderPage(report, installation) : `${JSON.stringify(report, null, 1)}\n`;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
}

async function renderPage(report: Report, installation: Installation): Promise<string> {
  const { renderHtml } = await import('../../report/render-html.js');
  return renderHtml(report, await readPageAssets(installation));
}
