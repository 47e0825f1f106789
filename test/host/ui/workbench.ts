import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { workbenchAddress } from '../code-server/address.mts';
import { launchChromium } from '../code-server/chromium.mts';

const ROOT = join(import.meta.dirname, '../../..');
const SCREENSHOTS = process.env['THREADWISE_SCREENSHOTS'] ?? join(ROOT, '.test-results/screenshots');

export interface WorkbenchOptions {
  /** Copied to a place of its own before it is opened. Default: test/host/fixture. */
  readonly folder?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** Another server than the shared one, e.g. one that asks for trust. */
  readonly authority?: string;
}

/** A VS Code with the extension, and what a person does with it. `page` is there for everything else. */
export interface Workbench {
  readonly page: Page;
  /** The opened folder. */
  readonly folder: string;
  runCommand(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  /** The document inside the webview that was opened last. */
  webview(): FrameLocator;
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'threadwise-ui-'));
  await cp(options.folder ?? join(ROOT, 'test/host/fixture'), folder, { recursive: true });
  // Its dependencies are found from where it really lies.
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  await symlink(join(ROOT, 'node_modules/piscina'), join(folder, 'node_modules/piscina'));
  const browser = await launchChromium();
  // What turns and blinks keeps cores busy that the profiled program should have.
  const page = await browser.newPage({
    viewport: options.size ?? { width: 1280, height: 800 },
    reducedMotion: 'reduce',
  });
  await page.goto(workbenchAddress({ authority: options.authority ?? inject('authority'), folder, extension: ROOT }));
  await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });

  return {
    page,
    folder,
    runCommand: (title) => pick(page, `>${title}`, title),
    openFile: (name) => pick(page, name, name),
    webview: () => page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame'),
    screenshot: async (name) => {
      await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
    },
    close: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Types into the palette until the entry shows up, as the extension or the file index may still be starting. */
async function pick(page: Page, text: string, entry: string): Promise<void> {
  const row = page
    .locator('.quick-input-widget .quick-input-list-row, .quick-input-widget .monaco-list-row')
    .filter({ hasText: entry });
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press(text.startsWith('>') ? 'F1' : 'Control+P');
    await page.locator('.quick-input-widget input').first().fill(text);
    try {
      await row.first().waitFor({ timeout: 3_000 });
      break;
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
  await row.first().click();
}
