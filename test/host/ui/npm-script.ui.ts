/** A program behind npm: the report is about the process with the threads, and findings stand in its source. */
import { beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench();
  return () => workbench.close();
});

it('profiles a script chosen from the list', async () => {
  const { page } = workbench;
  await workbench.openFile('contended.mjs');
  await workbench.runCommand('Threadwise: Profile npm Script or Launch Configuration');
  const choice = page.locator('.quick-input-widget .monaco-list-row', { hasText: 'node contended.mjs' });
  await choice.first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('npm-choices');
  await choice.first().click();
  await workbench.webview().locator('h1').first().waitFor({ timeout: 80_000 });
  await page.locator('.tab', { hasText: 'Threads: npm run contended' }).waitFor();
  await workbench.screenshot('npm-report');
});

it('shows its findings in the file that causes them', async () => {
  await workbench.runCommand('Problems: Focus on Problems View');
  const problem = workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'contended-lock' }).first();
  await problem.waitFor({ timeout: 30_000 });
  expect(await problem.textContent()).toContain('Ln 29');
});
