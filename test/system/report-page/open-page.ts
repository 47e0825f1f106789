/** The built report page in a real browser: alone, or with an editor around it that the test plays. */
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { buildOptions, bundles } from '../../../build/bundles.mjs';
import type { HostMessage, PageMessage } from '../../../src/protocol/messages.js';
import { renderHtml, type PageAssets } from '../../../src/report/render-html.js';
import type { Report } from '../../../src/report/report.js';

const ORIGIN = 'http://report.test';

export async function buildAssets(): Promise<PageAssets> {
  const bundle = bundles['webview'];
  if (bundle === undefined) throw new Error('build/bundles.mjs has no bundle named webview');
  const { outputFiles } = await build({ ...buildOptions(bundle, { production: true }), write: false });
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css') };
}

export interface OpenedPage {
  page: Page;
  /** Errors, warnings and broken policies, as the console shows them. */
  complaints: string[];
}

interface Circumstances {
  width?: number;
  scheme?: 'light' | 'dark';
}

async function newPage(browser: Browser, { width = 1100, scheme = 'light' }: Circumstances): Promise<OpenedPage> {
  // axe opens a page of its own, which needs a context that may hold two.
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  // Whatever the page asks for beyond itself would be a complaint too.
  page.on('request', (request) => {
    if (!request.url().startsWith(ORIGIN)) complaints.push(`asked for ${request.url()}`);
  });
  return { page, complaints };
}

async function serve(
  page: Page,
  files: Readonly<Record<string, { contentType: string; body: string }>>,
): Promise<void> {
  await page.route(`${ORIGIN}/**`, (route) => {
    const file = files[new URL(route.request().url()).pathname];
    return file === undefined ? route.fulfill({ status: 204 }) : route.fulfill(file);
  });
  await page.goto(`${ORIGIN}/`);
}

/** report.html as it is sent around. */
export async function openAlone(
  browser: Browser,
  assets: PageAssets,
  report: Report,
  circumstances: Circumstances = {},
): Promise<OpenedPage> {
  const opened = await newPage(browser, circumstances);
  await serve(opened.page, { '/': { contentType: 'text/html', body: renderHtml(report, assets) } });
  await settle(opened.page);
  return opened;
}

export interface EditorPage extends OpenedPage {
  /** What the page told the editor. */
  posted(): Promise<PageMessage[]>;
  send(message: HostMessage | { type: 'report'; report: Report }): Promise<void>;
}

/** Plays the editor: its API, which outlives a reload with its state, and its policy. `bodyClass` names a kind of theme. */
export async function openInEditor(
  browser: Browser,
  { script, style }: PageAssets,
  {
    bodyClass = 'vscode-dark',
    rootStyle = '',
    ...circumstances
  }: Circumstances & { bodyClass?: string; rootStyle?: string } = {},
): Promise<EditorPage> {
  const opened = await newPage(browser, circumstances);
  const { page } = opened;
  await page.addInitScript(() => {
    const posted: unknown[] = [];
    Object.assign(globalThis, {
      posted,
      acquireVsCodeApi: () => ({
        postMessage: (message: unknown) => posted.push(message),
        getState: (): unknown => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
        setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
      }),
    });
  });
  const policy = `default-src 'none'; script-src ${ORIGIN}; style-src ${ORIGIN}`;
  await serve(page, {
    '/': {
      contentType: 'text/html',
      body:
        `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Threads</title>` +
        `<meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="/theme.css">` +
        `<link rel="stylesheet" href="/report.css"></head>` +
        `<body class="${bodyClass}"><script src="/report.js"></script></body></html>`,
    },
    '/report.js': { contentType: 'text/javascript; charset=utf-8', body: script },
    '/report.css': { contentType: 'text/css', body: style },
    '/theme.css': { contentType: 'text/css', body: `:root { ${rootStyle} }` },
  });
  return {
    ...opened,
    posted: () => page.evaluate(() => (globalThis as unknown as { posted: PageMessage[] }).posted),
    async send(message) {
      await page.evaluate((data) => window.postMessage(data, '*'), message as unknown);
      await settle(page);
    },
  };
}

/** Charts are drawn in the frame after the one that shows them. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)))),
  );
}
