import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageAssets } from '../../../src/report/render-html.js';
import type { Report } from '../../../src/report/report.js';
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

async function findViolations(page: Page): Promise<string[]> {
  // Folded parts are part of the page.
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Whether a canvas shows more than one colour. */
async function countColours(page: Page, selector: string): Promise<number> {
  return page.locator(selector).evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const data = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const colours = new Set<number>();
    for (let at = 0; at < data.length; at += 4)
      colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    return colours.size;
  });
}

describe('report.html', () => {
  it('says the run in one sentence, shows the findings in rank order, and breaks no policy', async () => {
    const { page, complaints } = await openAlone(browser, assets, report);
    expect(await page.locator('h1').innerText()).toBe('Your 64\u00a0agents are limited by one lock');
    expect(await page.locator('.cards .rank').allTextContents()).toEqual(['1', '2', '3']);
    expect(await page.locator('.tile').count()).toBe(5);
    expect(await page.locator('#finding-contended-lock .place-label').first().innerText()).toBe('blackboard.ts:41:16');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('gives each canvas a name and the same figures as a table', async () => {
    const { page } = await openAlone(browser, assets, report);
    const canvases = page.locator('canvas');
    expect(await canvases.count()).toBe(10);
    for (const canvas of await canvases.all()) {
      expect(await canvas.getAttribute('aria-label')).toMatch(/\w+.*\d/);
      expect(await canvas.locator('xpath=ancestor::figure').locator('tbody tr').count()).toBeGreaterThan(0);
    }
    expect(await page.locator('#latency tbody tr').count()).toBe(64);
    expect(await page.locator('#threads tbody tr').count()).toBe(5);
    for (const id of [
      'timeline',
      'threads',
      'scalability',
      'latency',
      'predictions',
      'extrapolation',
      'heaps',
      'shared',
    ]) {
      expect(await countColours(page, `#${id} canvas`)).toBeGreaterThan(3);
    }
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('is accessible in %s', async (scheme) => {
    const { page } = await openAlone(browser, assets, report, { scheme });
    expect(await findViolations(page)).toEqual([]);
    await page.context().close();
  });

  it('fits a narrow window', async () => {
    const { page } = await openAlone(browser, assets, report, { width: 400 });
    await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
    await page.context().close();
  });

  it('shows nothing of what was not measured', async () => {
    const bare: Report = {
      ...report,
      findings: [],
      verdicts: [],
      scalability: [],
      threads: [],
      locks: [],
      messages: [],
      hotFunctions: [],
      memory: null,
      timeline: { beginNs: 0, endNs: 0, buckets: 60, threads: [] },
      predictions: {
        identity: null,
        refusal: null,
        ranking: { worthIt: [], combined: null, notWorthIt: [], refused: [] },
        policies: [],
        extrapolation: null,
        calibration: null,
      },
      keyFigures: { ...report.keyFigures, tasks: 0, latencyNs: null, cpuEfficiency: null, latencyByAgent: [] },
    };
    const { page, complaints } = await openAlone(browser, assets, bare);
    expect(await page.locator('h2').allTextContents()).toEqual(['Key figures', 'Memory', 'Data quality']);
    expect(await page.locator('nav a').count()).toBe(3);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes names of the program as text', async () => {
    const evil = '<img src=x onerror="document.title=1"></script><b>';
    const threads = report.threads.map((thread) => ({ ...thread, name: evil }));
    const findings = report.findings.map((finding) => ({ ...finding, title: evil }));
    const { page, complaints } = await openAlone(browser, assets, { ...report, threads, findings });
    expect(await page.locator('#finding-contended-lock h3').innerText()).toBe(evil);
    expect(await page.locator('img, main b').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('can be used by keyboard alone', async () => {
    const { page } = await openAlone(browser, assets, report);
    const total = await page.locator('a, button, summary, [tabindex="0"]').locator('visible=true').count();
    const focused = new Set<number>();
    for (let presses = 0; presses < total; presses++) {
      await page.keyboard.press('Tab');
      const { index, outline } = await page.evaluate(() => ({
        index: [...document.querySelectorAll('*')].indexOf(document.activeElement ?? document.body),
        outline: getComputedStyle(document.activeElement ?? document.body).outlineStyle,
      }));
      expect(outline).not.toBe('none');
      focused.add(index);
    }
    expect(focused.size).toBe(total);

    const pairs = page.locator('#finding-contended-lock-pairs');
    await pairs.locator('summary').focus();
    await page.keyboard.press('Enter');
    await pairs.locator('thead button', { hasText: 'Time waited' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await pairs.locator('tbody td.numeric').first().innerText()).toBe('172\u00a0ms');
    expect(await pairs.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending');

    await page.locator('[aria-label="Timeline"]').focus();
    for (const key of ['+', '+', 'ArrowRight']) await page.keyboard.press(key);
    expect(await page.locator('.readout').innerText()).toBe('2.81\u00a0s – 4.41\u00a0s of 6.42\u00a0s');
    await page.keyboard.press('0');
    expect(await page.locator('.readout').innerText()).toMatch(/^0\u00a0ns – 6.42\u00a0s/);
    await page.context().close();
  });

  it('zooms the timeline by dragging across, and reads it out under the pointer', async () => {
    const { page } = await openAlone(browser, assets, report);
    const canvas = page.locator('#timeline canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('The timeline is not on the page');
    const at = (share: number): [number, number] => [box.x + 110 + share * (box.width - 110), box.y + 60];
    await page.mouse.move(...at(0.5));
    expect(await page.locator('.readout').innerText()).toMatch(/^worker 1 · 3.2\d\u00a0s – .* waiting for a lock$/);
    await page.mouse.down();
    await page.mouse.move(...at(0.75));
    await page.mouse.up();
    await page.mouse.move(0, 0);
    expect(await page.locator('.readout').innerText()).toMatch(/^3.2\d?\u00a0s – 4.8\d?\u00a0s of 6.42\u00a0s$/);
    await page.context().close();
  });

  it('says what is wrong with a report it cannot read', async () => {
    const { page } = await openAlone(browser, assets, { ...report, schemaVersion: 99 });
    expect(await page.getByRole('alert').innerText()).toContain('version 99 of the report format');
    await page.context().close();
  });
});

describe('in the editor', () => {
  it('asks for its report, and opens places there', async () => {
    const editor = await openInEditor(browser, assets);
    expect(await editor.posted()).toEqual([{ type: 'ready' }]);
    await editor.send({ type: 'report', report });
    await editor.page.locator('#finding-contended-lock .place-open').first().click();
    await editor.page.getByRole('button', { name: 'Export JSON' }).click();
    expect((await editor.posted()).slice(1)).toEqual([
      { type: 'openPlace', file: '/home/ada/agents/src/blackboard.ts', line: 41, column: 16 },
      { type: 'exportReport', format: 'json' },
    ]);
    expect(editor.complaints).toEqual([]);
    await editor.page.context().close();
  });

  it('keeps what was unfolded and looked at when it is built anew', async () => {
    const editor = await openInEditor(browser, assets);
    await editor.send({ type: 'report', report });
    await editor.page.locator('#locks').scrollIntoViewIfNeeded();
    await editor.page.locator('#findings-info > summary').click();
    await editor.page.getByRole('button', { name: 'Zoom in' }).click();
    const readout = await editor.page.locator('.readout').innerText();
    await editor.page.reload();
    await editor.send({ type: 'report', report });
    expect(await editor.page.locator('#findings-info').getAttribute('open')).not.toBeNull();
    expect(await editor.page.locator('.readout').innerText()).toBe(readout);
    const other = { ...report, run: { ...report.run, id: 'another' } };
    await editor.send({ type: 'report', report: other });
    expect(await editor.page.locator('#findings-info').getAttribute('open')).toBeNull();
    await editor.page.context().close();
  });

  it('shows the finding it is asked for, also a folded one', async () => {
    const editor = await openInEditor(browser, assets);
    await editor.send({ type: 'report', report });
    await editor.send({ type: 'revealFinding', key: 'gc-pressure' });
    expect(await editor.page.evaluate(() => document.activeElement?.id)).toBe('finding-gc-pressure-title');
    expect(await editor.page.locator('#finding-gc-pressure').isVisible()).toBe(true);
    await editor.page.context().close();
  });

  it('passes over messages that are not for it', async () => {
    const editor = await openInEditor(browser, assets);
    await editor.send({ type: 'report', report: { schemaVersion: 1 } } as never);
    expect(await editor.page.locator('h1').count()).toBe(0);
    expect(editor.complaints).toEqual([]);
    await editor.page.context().close();
  });

  it('draws anew when the theme changes', async () => {
    const rootStyle = '--vscode-charts-red: #ff0000; --vscode-editor-background: #000000;';
    const editor = await openInEditor(browser, assets, { rootStyle });
    await editor.send({ type: 'report', report });
    const look = (): Promise<string> =>
      editor.page.locator('#threads canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await look();
    await editor.page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-charts-red', '#00ffff');
      document.body.className = 'vscode-light';
    });
    await expect.poll(look).not.toBe(before);
    await editor.page.context().close();
  });

  it.each([
    [
      'vscode-dark',
      '--vscode-editor-background: #1f1f1f; --vscode-editor-foreground: #cccccc; --vscode-descriptionForeground: #9d9d9d;',
    ],
    [
      'vscode-light',
      '--vscode-editor-background: #ffffff; --vscode-editor-foreground: #3b3b3b; --vscode-descriptionForeground: #3b3b3b;',
    ],
    [
      'vscode-high-contrast',
      '--vscode-editor-background: #000000; --vscode-editor-foreground: #ffffff; --vscode-descriptionForeground: #ffffffb3; --vscode-contrastBorder: #6fc3df; --vscode-textLink-foreground: #21a6ff;',
    ],
    [
      'vscode-high-contrast-light',
      '--vscode-editor-background: #ffffff; --vscode-editor-foreground: #292929; --vscode-descriptionForeground: #292929b3; --vscode-contrastBorder: #0f4a85; --vscode-textLink-foreground: #0f4a85;',
    ],
  ])('is accessible in %s', async (bodyClass, rootStyle) => {
    const editor = await openInEditor(browser, assets, { bodyClass, rootStyle });
    await editor.send({ type: 'report', report });
    expect(await findViolations(editor.page)).toEqual([]);
    await editor.page.context().close();
  });
});
