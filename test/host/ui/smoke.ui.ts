import { beforeAll, expect, it } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  workbench = await openWorkbench();
  return () => workbench.close();
});

it('opens a file of the folder', async () => {
  await workbench.openFile('agents.mjs');
  await workbench.page.locator('.editor-container .view-lines', { hasText: 'sharedCounter' }).waitFor();
  await workbench.screenshot('smoke-editor');
});

it('lists the commands of the extension', async () => {
  await workbench.page.keyboard.press('F1');
  await workbench.page.locator('.quick-input-widget input').first().fill('>Threadwise: ');
  const rows = workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Threadwise: ' });
  await rows.first().waitFor({ timeout: 30_000 });
  await workbench.screenshot('smoke-commands');
  expect(await rows.count()).toBeGreaterThan(0);
});
