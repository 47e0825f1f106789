/** A loop that walks memory the wrong way, from its lens to the loops swapped, as a person sees it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openQuickFix } from './quick-fix.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const RUN_TIMEOUT_MS = 120_000;
const PASS_TIMEOUT_MS = 75_000;
const THEMES = ['Default Light Modern', 'Default Dark Modern', 'Default High Contrast', 'Default High Contrast Light'];

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ size: { width: 1600, height: 1000 } });
  return () => workbench.close();
});

const lens = (text: string | RegExp): Locator => workbench.page.locator('.codelens-decoration a', { hasText: text });
const source = (): Promise<string> => readFile(join(workbench.folder, 'columns.mjs'), 'utf8');

const isShown = (what: Locator): Promise<boolean> =>
  what.waitFor({ timeout: PASS_TIMEOUT_MS }).then(
    () => true,
    () => false,
  );

it(
  'follows the profile by itself, and says in one line what the loop does and what swapping is worth',
  async () => {
    await workbench.openFile('columns.mjs');
    await workbench.runCommand('Threadwise: Profile This File');
    await workbench.webview().locator('h1').first().waitFor({ timeout: RUN_TIMEOUT_MS });
    await workbench.openFile('columns.mjs');
    const told = lens(/4\s?KB steps/).first();
    // Where others had the cores while a pattern was replayed, nothing is said of what it costs: then it is looked at again.
    for (let looks = 1; !(await isShown(told)) && looks < 3; looks++)
      await workbench.runCommand('Threadwise: Look at Memory Access');
    expect(await isShown(told)).toBe(true);
    await workbench.screenshot('memory-lens');
    expect(await told.textContent()).toMatch(/uses 4 of every 64 bytes.*is worth ×\d|predicted ×\d|no prediction: \S/);
  },
  RUN_TIMEOUT_MS + 4 * PASS_TIMEOUT_MS,
);

it('has the figures in a hover', async () => {
  const { page } = workbench;
  await workbench.runCommand('Go to Next Problem in Files (Error, Warning, Info)');
  await page.keyboard.press('Escape');
  await workbench.runCommand('Show or Focus Hover');
  await page.locator('.monaco-hover:visible', { hasText: 'Steps:' }).first().waitFor();
  await workbench.screenshot('memory-hover');
  await page.keyboard.press('Escape');
});

it('shows the loops swapped before anything is written', async () => {
  const { page } = workbench;
  const before = await source();
  const fix = await openQuickFix(workbench, 'columns.mjs', /swap.*\(preview\)/i);
  await workbench.screenshot('memory-quick-fix');
  await fix.click();
  await page.locator('.part.panel', { hasText: 'columns.mjs' }).first().waitFor({ timeout: 15_000 });
  await page.locator('.part.panel .monaco-list-row', { hasText: 'for (let' }).first().click();
  await page.waitForTimeout(1_000);
  await workbench.screenshot('memory-preview');
  expect(await source()).toBe(before);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await source()).toBe(before);
});

it('has a section of the report, in each kind of theme', async () => {
  await workbench.runCommand('View: Close All Editors');
  await workbench.runCommand('Threadwise: Open Last Report');
  const section = workbench.webview().locator('#memory');
  await section.locator('#walks .card').first().waitFor({ timeout: 30_000 });
  await mkdir(join(workbench.folder, '.vscode'), { recursive: true });
  for (const theme of THEMES) {
    const settings = JSON.stringify({ 'workbench.colorTheme': theme });
    await writeFile(join(workbench.folder, '.vscode/settings.json'), settings);
    await workbench.page.waitForTimeout(1_500);
    await section.locator('#walks .card').first().scrollIntoViewIfNeeded();
    await workbench.screenshot(`memory-report-${theme.toLowerCase().replaceAll(' ', '-')}`);
  }
  expect(await section.locator('#walks canvas').first().getAttribute('aria-label')).toMatch(/\+4\s?KB/);
});
