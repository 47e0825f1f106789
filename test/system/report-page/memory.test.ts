import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageAssets } from '../../../src/report/render-html.js';
import { launchChromium } from '../../host/code-server/chromium.mts';
import { buildSampleReport } from '../../unit/report/fixtures/sample-report.js';
import { buildAssets, openAlone, openInEditor } from './open-page.ts';

let browser: Browser;
let assets: PageAssets;
beforeAll(async () => {
  [browser, assets] = await Promise.all([launchChromium(), buildAssets()]);
});
afterAll(() => browser.close());

const report = buildSampleReport();

describe('the memory section', () => {
  it('says for each dear walk its steps, what it uses of a line, where it fits, and what another way costs', async () => {
    const { page, complaints } = await openAlone(browser, assets, report);
    const cards = page.locator('#walks .card');
    expect(await cards.count()).toBe(2);
    const told = (await cards.first().innerText()).replaceAll('\u00a0', ' ');
    expect(told).toContain('data[row * width + column] walks 4 KB steps, uses 8 of every 64 bytes');
    expect(told).toContain('2 MB at a time: more than L2 (1 MB), fits L3 (32 MB)');
    expect(told).toContain('the same with the loops swapped 1.01 ns: ×3.4 (2.9–3.9), 15 repeats');
    expect(await cards.first().locator('canvas').getAttribute('aria-label')).toContain('+4\u00a0KB 100\u00a0%');
    await page.locator('#walks-table > summary').click();
    expect(await page.locator('#walks-table tbody tr').count()).toBe(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('shows lines by thread, and goes from one to the next with the keys', async () => {
    const { page, complaints } = await openAlone(browser, assets, report);
    const map = page.locator('#shared .line-map');
    const readout = page.locator('#shared .line-readout');
    expect(await map.locator('canvas').getAttribute('aria-label')).toMatch(
      /1 line is falsely shared, 1 line is truly shared/,
    );
    // What costs most is looked at first.
    expect(await readout.innerText()).toMatch(/^bytes 0–64, line 0 · written by worker 1.* · false sharing$/);
    expect(await page.locator('#shared .line-users li').count()).toBe(4);
    await map.focus();
    for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    expect(await readout.innerText()).toMatch(/^bytes 128–192, line 2 · .* · true sharing$/);
    expect(await page.locator('#shared .line-users').innerText()).toContain('400 atomic');
    await page.keyboard.press('End');
    expect(await readout.innerText()).toMatch(/not touched/);
    expect(await page.locator('#shared .line-users').count()).toBe(0);
    await page.keyboard.press('Home');
    expect(await readout.innerText()).toMatch(/^bytes 0–64/);
    const box = await map.locator('canvas').boundingBox();
    if (box === null) throw new Error('The map is not on the page');
    await map.locator('canvas').click({ position: { x: box.width * 0.4, y: 40 } });
    expect(await readout.innerText()).toMatch(/^bytes 512–2560, lines 8–39 · read by worker 1/);
    await page.locator('#shared-0-table > summary').click();
    expect(await page.locator('#shared-0-table table').first().locator('tbody tr').count()).toBe(4);
    expect(await page.locator('#shared-0-table table').nth(1).locator('tbody tr').count()).toBe(6);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('has a matrix of who copies how much to whom', async () => {
    const { page } = await openAlone(browser, assets, report);
    const matrix = page.locator('#copies .matrix');
    expect(await matrix.locator('thead th').allInnerTexts()).toEqual([
      'main',
      'worker 1',
      'worker 2',
      'worker 3',
      'worker 4',
    ]);
    const first = matrix.locator('tbody tr').first().locator('td');
    expect((await first.allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
      '–',
      '773 MB\n221 ms',
      '776 MB\n222 ms',
      '779 MB\n223 ms',
      '782 MB\n224 ms',
    ]);
    const colour = (column: number): Promise<string> =>
      first.nth(column).evaluate((cell) => getComputedStyle(cell).backgroundColor);
    expect(await colour(4)).not.toBe(await colour(0));
    await page.context().close();
  });

  it('says what could not be recorded, file by file', async () => {
    const { page } = await openAlone(browser, assets, report);
    const told = await page.locator('#not-recorded').innerText();
    expect(told).toContain('1 that could not be recorded');
    expect(told).toContain('eval or new Function');
    expect(told).toMatch(/next\.mjs Its syntax is newer/);
    await page.context().close();
  });

  it('draws only what there is', async () => {
    const { memory } = report;
    if (memory === null) throw new Error('the sample has no memory pass');
    const bare = {
      ...memory,
      walks: [],
      shared: [],
      copies: [],
      allocations: [],
      heaps: [],
      duplicates: [],
      placement: [],
    };
    const { page, complaints } = await openAlone(browser, assets, { ...report, memory: { ...bare, caches: [] } });
    expect(await page.locator('#memory h3').allInnerTexts()).toEqual(['What could not be recorded']);
    expect(await page.locator('#memory').innerText()).toContain('does not tell the sizes of its caches');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

describe('where no memory pass was made', () => {
  const without = { ...report, memory: null };

  it('a page by itself names the command that makes one', async () => {
    const { page } = await openAlone(browser, assets, without);
    expect(await page.locator('#memory .code code').innerText()).toBe(`threadwise memory ${report.run.id}`);
    await page.context().close();
  });

  it('the editor has a button, and says how far it is', async () => {
    const editor = await openInEditor(browser, assets);
    await editor.send({ type: 'report', report: without });
    const button = editor.page.getByRole('button', { name: 'Look at memory access' });
    expect(await button.isDisabled()).toBe(true);
    await editor.send({ type: 'memoryPass', canRun: true, progress: null });
    await button.click();
    expect((await editor.posted()).at(-1)).toEqual({ type: 'lookAtMemory' });
    await editor.send({ type: 'memoryPass', canRun: true, progress: 'running the program' });
    expect(await button.isDisabled()).toBe(true);
    expect(await editor.page.locator('#memory [role=status]').innerText()).toBe('running the program');
    await editor.send({ type: 'report', report });
    expect(await editor.page.locator('#walks .card').count()).toBe(2);
    expect(editor.complaints).toEqual([]);
    await editor.page.context().close();
  });
});
