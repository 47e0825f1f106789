/** A folder nobody has vouched for: reports can be read, nothing of it runs. */
import { beforeAll, expect, it } from 'vitest';
import { startServer } from '../code-server/server.mts';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;
beforeAll(async () => {
  const server = await startServer({ askForTrust: true });
  workbench = await openWorkbench({ authority: server.authority });
  return async () => {
    await workbench.close();
    await server.stop();
  };
});

it('says in its view why nothing can be profiled', async () => {
  const { page } = workbench;
  await page.locator('.statusbar', { hasText: 'Restricted Mode' }).waitFor({ timeout: 30_000 });
  await workbench.openFile('agents.mjs');
  await workbench.runCommand('Threadwise: Show Runs');
  await page.locator('.welcome-view-content', { hasText: 'needs your trust first' }).waitFor({ timeout: 30_000 });
  await workbench.screenshot('trust-view');
});

it('offers nothing that would run code', async () => {
  const { page } = workbench;
  expect(await page.locator('.codelens-decoration', { hasText: 'Profile threads' }).count()).toBe(0);
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill('>Threadwise: ');
  const rows = page.locator('.quick-input-widget .monaco-list-row');
  await rows.filter({ hasText: 'Threadwise: Show Log' }).first().waitFor({ timeout: 30_000 });
  const titles = await rows.allTextContents();
  await workbench.screenshot('trust-commands');
  expect(titles.filter((title) => /Threadwise: (Profile|Verify|Look at)/.test(title))).toEqual([]);
});
