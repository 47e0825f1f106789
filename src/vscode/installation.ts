import { readFile } from 'node:fs/promises';
import type * as vscode from 'vscode';
import type { PageAssets } from '../report/render-html.js';

/** Files of the extension, by what they are for. */
export interface Installation {
  root: vscode.Uri;
  version: string;
  probe: string;
  driver: string;
  /** Strips types for a Node that cannot. */
  typeHooks: string;
  analysisWorker: string;
  /** Makes a change as the program loads. */
  overlay: string;
  /** Loaded instead of the probe to see how memory is used. */
  memoryProbe: string;
  /** Replays ways of touching memory, with the user's Node. */
  patterns: string;
  sample: string;
  page: { folder: vscode.Uri; script: vscode.Uri; style: vscode.Uri };
}

export function findInstallation(
  { extension, extensionUri }: vscode.ExtensionContext,
  join: typeof vscode.Uri.joinPath,
): Installation {
  const path = (...parts: string[]): string => join(extensionUri, ...parts).fsPath;
  const folder = join(extensionUri, 'dist', 'webview');
  return {
    root: extensionUri,
    version: (extension.packageJSON as { version: string }).version,
    probe: path('dist', 'probe', 'probe.cjs'),
    driver: path('dist', 'threadwise-pool', 'driver.js'),
    typeHooks: path('dist', 'threadwise-pool', 'type-hooks.js'),
    analysisWorker: path('dist', 'analysis-worker.js'),
    overlay: path('dist', 'probe', 'overlay.cjs'),
    memoryProbe: path('dist', 'probe', 'memory.cjs'),
    patterns: path('dist', 'patterns.js'),
    sample: path('media', 'sample'),
    page: { folder, script: join(folder, 'report.js'), style: join(folder, 'report.css') },
  };
}

/** The page's parts as text, for a report.html that stands alone. */
export async function readPageAssets({ page }: Installation): Promise<PageAssets> {
  const [script, style] = await Promise.all([
    readFile(page.script.fsPath, 'utf8'),
    readFile(page.style.fsPath, 'utf8'),
  ]);
  return { script, style };
}
