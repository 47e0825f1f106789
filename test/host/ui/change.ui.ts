/** A recommended change, from its line to the re-run that shows what it was worth, as a person walks it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openQuickFix } from './quick-fix.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const RUN_TIMEOUT_MS = 60_000;
const VERIFY_TIMEOUT_MS = 120_000;

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ size: { width: 1600, height: 950 } });
  return () => workbench.close();
});

const lens = (text: string | RegExp): Locator => workbench.page.locator('.codelens-decoration a', { hasText: text });
const notification = (text: string | RegExp): Locator =>
  workbench.page.locator('.notifications-center .notification-list-item', { hasText: text });
/** In a VS Code that is driven by tests they do not pop up by themselves. */
const showNotifications = (): Promise<void> => workbench.runCommand('Notifications: Show Notifications');
const clearNotifications = (): Promise<void> => workbench.runCommand('Notifications: Clear All Notifications');
const choices = (): Locator => workbench.page.locator('.quick-input-widget .monaco-list-row');
const source = (): Promise<string> => readFile(join(workbench.folder, 'pool.mjs'), 'utf8');

const openFix = (): Promise<Locator> => openQuickFix(workbench, 'pool.mjs', '(preview)');

it('stands beside the finding with what it is worth, or why that is not known', async () => {
  await workbench.openFile('pool.mjs');
  await workbench.runCommand('Threadwise: Profile This File');
  await workbench.webview().locator('h1').first().waitFor({ timeout: RUN_TIMEOUT_MS });
  await workbench.openFile('pool.mjs');
  await lens('Verify').first().waitFor({ timeout: 30_000 });
  const [finding = ''] = await lens(/predicted ×|no prediction/).allTextContents();
  await workbench.screenshot('change-lens');
  expect(finding).toMatch(/predicted ×\d|no prediction: \S/);
});

it('is one of many: What If predicts others, or says why it cannot', async () => {
  const { page } = workbench;
  await workbench.runCommand('Threadwise: What If');
  const knob = choices().filter({ hasText: 'tasks a worker runs at a time' });
  const bell = page.locator('#status\\.notifications', { has: page.locator('.codicon-bell-dot') });
  await knob.or(bell).first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('change-what-if');
  if (!(await knob.first().isVisible())) {
    await showNotifications();
    await notification('Nothing can be predicted').first().waitFor({ timeout: 15_000 });
    return clearNotifications();
  }
  await knob.first().click();
  const first = choices().first();
  await first.filter({ hasText: 'predicted ×' }).waitFor({ timeout: 30_000 });
  await page.waitForTimeout(500);
  await workbench.screenshot('change-what-if-values');
  await first.click();
  await showNotifications();
  await notification('predicted ×').first().waitFor({ timeout: 10_000 });
  await workbench.screenshot('change-what-if-answer');
  await clearNotifications();
});

it('is shown as an edit before anything is written', async () => {
  const { page } = workbench;
  const before = await source();
  const fix = await openFix();
  await workbench.screenshot('change-quick-fix');
  await fix.click();
  await page.locator('.part.panel', { hasText: 'maxThreads' }).first().waitFor({ timeout: 15_000 });
  await workbench.screenshot('change-preview');
  expect(await source()).toBe(before);
  await page.getByRole('button', { name: 'Discard' }).click();
  expect(await source()).toBe(before);
});

it(
  'is verified: both ways in turns, observed beside predicted',
  async () => {
    const { page } = workbench;
    const before = await source();
    await workbench.runCommand('Threadwise: Verify a Change');
    const choice = choices().filter({ hasText: 'of the pool at pool.mjs' });
    await choice.first().waitFor({ timeout: 15_000 });
    await workbench.screenshot('change-verify-choices');
    await choice.first().click();
    await showNotifications();
    await notification('Verifying').first().waitFor({ timeout: 15_000 });
    await page.locator('.statusbar-item', { hasText: 'Verifying' }).waitFor();
    await notification('pairs').first().waitFor({ timeout: VERIFY_TIMEOUT_MS });
    await workbench.screenshot('change-verifying');
    const outcome = notification(/Faster:|Inconclusive:/).first();
    await outcome.waitFor({ timeout: VERIFY_TIMEOUT_MS });
    await workbench.screenshot('change-verified');
    expect(await source()).toBe(before);
  },
  2 * VERIFY_TIMEOUT_MS,
);

it('stands in the report with what was observed', async () => {
  await workbench.runCommand('Threadwise: Open Last Report');
  const page = workbench.webview();
  await page.locator('#verified h2').waitFor({ timeout: 20_000 });
  await page.locator('#verified').scrollIntoViewIfNeeded();
  await workbench.screenshot('change-report');
  await page.getByRole('button', { name: 'Try changes' }).click();
  await page
    .locator('#what-if .knob, #what-if p', { hasText: /threads|Nothing can be predicted/ })
    .first()
    .waitFor({ timeout: 30_000 });
  await page.locator('#what-if').scrollIntoViewIfNeeded();
  await workbench.screenshot('change-report-what-if');
});

it('is written into the source once it is confirmed', async () => {
  const { page } = workbench;
  await (await openFix()).click();
  // The row of the file stands for all edits in it.
  const edits = page.locator('.part.panel .monaco-list-row', { hasText: 'pool.mjs' }).first();
  await edits.waitFor({ timeout: 15_000 });
  await edits.locator('input[type=checkbox], .monaco-checkbox, .edit-checkbox').first().click();
  await page.getByRole('button', { name: 'Apply', exact: true }).click();
  await workbench.runCommand('File: Save All');
  await expect.poll(source).toMatch(/maxThreads: (1, concurrentTasksPerWorker: \d+|[2-9]) }\)/);
  await workbench.screenshot('change-applied');
});
