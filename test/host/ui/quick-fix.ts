import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

const ATTEMPTS = 4;

/**
 * Opens the quick fixes of the file's problem and waits for one. On a busy machine the list may come up before the fixes are there:
 * then it is opened again.
 */
export async function openQuickFix(workbench: Workbench, file: string, title: string | RegExp): Promise<Locator> {
  const { page } = workbench;
  const fix = page.locator('.action-widget .monaco-list-row', { hasText: title }).first();
  for (let attempt = 1; ; attempt++) {
    await workbench.openFile(file);
    await workbench.runCommand('Go to Next Problem in Files (Error, Warning, Info)');
    await page.keyboard.press('Escape');
    await workbench.runCommand('Quick Fix');
    try {
      await fix.waitFor({ timeout: 10_000 });
      return fix;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await page.keyboard.press('Escape');
    }
  }
}
