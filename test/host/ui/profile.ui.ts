/** From the lens to the report, as a person walks it. */
import { beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench();
  return () => workbench.close();
});

const lens = (text: string) => workbench.page.locator('.codelens-decoration a', { hasText: text });

it('offers to profile where threads are made', async () => {
  await workbench.openFile('agents.mjs');
  await lens('Profile threads').first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('profile-lens');
});

it('runs the program and shows its report', async () => {
  await lens('Profile threads').first().click();
  await workbench.webview().locator('h1').first().waitFor({ timeout: 60_000 });
  await workbench.screenshot('profile-report');
});

it('puts the first finding above the line that causes it, with its evidence in the hover', async () => {
  const finding = lens('lock').first();
  await finding.waitFor({ timeout: 30_000 });
  await workbench.page.locator('.view-line span', { hasText: 'compareExchange' }).first().hover();
  const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'Open in report' });
  await hover.first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('profile-hover');
});

it('lists findings in Problems and runs in the view', async () => {
  await workbench.page.keyboard.press('Escape');
  await workbench.runCommand('View: Focus Problems');
  await workbench.page.locator('.markers-panel .monaco-list-row', { hasText: 'contended-lock' }).first().waitFor();
  await workbench.runCommand('Threadwise: Show Runs');
  const run = workbench.page.locator('.pane-body .monaco-list-row', { hasText: 'agents.mjs' }).first();
  await run.waitFor();
  await workbench.screenshot('profile-problems');
  expect(await run.textContent()).toContain('in the editor');
});
