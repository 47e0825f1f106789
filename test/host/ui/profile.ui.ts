/** From the sample to its report, as a person walks it. */
import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

const RUN_TIMEOUT_MS = 80_000;

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench({ size: { width: 1600, height: 900 } });
  return () => workbench.close();
});

const lens = (text: string): Locator => workbench.page.locator('.codelens-decoration a', { hasText: text });

it('opens the sample and offers to profile it', async () => {
  await workbench.runCommand('Threadwise: Open Sample Workload');
  await lens('Profile threads').first().waitFor({ timeout: 30_000 });
  await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
  await workbench.screenshot('profile-lens');
});

it('runs it and shows the report', async () => {
  await lens('Profile threads').first().click();
  await workbench.page.locator('.statusbar-item', { hasText: 'Profiling agents.workload.ts' }).waitFor();
  await workbench.screenshot('profile-running');
  await workbench.webview().locator('h1').first().waitFor({ timeout: RUN_TIMEOUT_MS });
  await workbench.screenshot('profile-report');
});

it('lists the findings in Problems, from where the first leads to its line', async () => {
  const { page } = workbench;
  await workbench.runCommand('Problems: Focus on Problems View');
  const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'contended-lock' }).first();
  await problem.waitFor();
  await problem.dblclick();
  await lens('waited').first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('profile-problems');
});

it('shows the evidence in a hover', async () => {
  const { page } = workbench;
  await workbench.runCommand('View: Hide Panel');
  await workbench.runCommand('Show or Focus Hover');
  await page.locator('.monaco-hover:visible', { hasText: 'Open in report' }).first().waitFor();
  await workbench.screenshot('profile-hover');
  await page.keyboard.press('Escape');
});

it('lists the run', async () => {
  await workbench.runCommand('Threadwise: Show Runs');
  const run = workbench.page.locator('.pane-body .monaco-list-row', { hasText: 'agents.workload.ts' }).first();
  await run.waitFor();
  await run.click();
  await workbench.screenshot('profile-runs');
  expect(await run.textContent()).toContain('in the editor');
});

it('has report and findings again after a reload', async () => {
  const { page } = workbench;
  await page.reload();
  await workbench.webview().locator('h1').first().waitFor({ timeout: 60_000 });
  await lens('waited').first().waitFor({ timeout: 60_000 });
  await workbench.screenshot('profile-reloaded');
});
