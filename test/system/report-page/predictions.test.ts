import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObservedChange } from '../../../src/protocol/what-if.js';
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

describe('what a change is worth', () => {
  it('is ranked, with intervals, effort, place, how to try it and what it assumes', async () => {
    const { page, complaints } = await openAlone(browser, assets, report);
    const section = page.locator('#predictions');
    expect(await section.locator('.section-head .badge').innerText()).toBe('predicted');
    expect(await section.locator('.identity').innerText()).toMatch(/^Replayed without a change.*\+1\.4\u00a0%/);
    const rows = section.locator('.table-changes tbody tr');
    expect(await rows.count()).toBe(2);
    const [first, second] = await rows.all();
    expect(await first?.innerText()).toMatch(
      /blackboard\.ts:41:16[^]*To be made by hand\.[^]*×1\.8 \(1\.7–1\.9\)[^]*medium/,
    );
    expect(await second?.innerText()).toMatch(
      /threadwise verify pool-size-6[^]*×1\.06 \(1\.04–1\.08\)[^]*×1\.24 \(1\.17–1\.32\)[^]*quick win/,
    );
    expect(await section.locator('.combined').innerText()).toContain('All together, predicted ×2.3 (2.1–2.4)');
    const assumption = second?.getByText('costs nothing elsewhere');
    expect(await assumption?.isVisible()).toBe(false);
    await second?.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await assumption?.isVisible()).toBe(true);
    expect(await section.locator('canvas').getAttribute('aria-label')).toBe(
      'Predicted speed-up with 90\u00a0% intervals: 1 shorten-hold-1 ×1.8 (1.7–1.9), 2 pool-size-6 ×1.06 (1.04–1.08), ' +
        'all together ×2.3 (2.1–2.4).',
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('names what is not worth it and what could not be predicted, with the reasons', async () => {
    const { page } = await openAlone(browser, assets, report);
    const [notWorthIt, refused] = await page.locator('#predictions .changes').allInnerTexts();
    expect(notWorthIt).toMatch(/^Not worth it[^]*split into 4 locks[^]*adds nothing that a re-run could show/);
    expect(notWorthIt).toContain('predicted ×1.01 (0.99–1.03)');
    expect(refused).toMatch(/^No prediction[^]*Only 3 collections were seen; 6 are needed\./);
    await page.context().close();
  });

  it('stands on the card of the finding it answers', async () => {
    const { page } = await openAlone(browser, assets, report);
    const worthOf = (key: string): Promise<string | null> => page.locator(`#finding-${key} .worth`).textContent();
    expect(await worthOf('contended-lock')).toMatch(/^Worth: predicted ×1\.8 \(1\.7–1\.9\)/);
    expect(await worthOf('large-clone')).toMatch(/^Not worth it, predicted ×1\.01/);
    expect(await worthOf('gc-pressure')).toBe('No prediction: Only 3 collections were seen; 6 are needed.');
    await page.context().close();
  });

  it('is nothing where the whole run is refused, and says why', async () => {
    const message = 'Other programs used 43 % of the machine’s CPU during the run.';
    const { identity } = report.predictions;
    const refusedRun: Report = {
      ...report,
      predictions: {
        identity: identity && { ...identity, ok: false, makespanError: -0.12, reason: 'Too far off.' },
        refusal: { reasons: [{ code: 'foreign-load', message }] },
        ranking: { worthIt: [], combined: null, notWorthIt: [], refused: [] },
        policies: [],
        extrapolation: null,
        calibration: null,
      },
    };
    const { page } = await openAlone(browser, assets, refusedRun);
    const section = page.locator('#predictions');
    expect(await section.locator('.warning p').allInnerTexts()).toEqual([
      'Nothing is predicted from this run',
      message,
    ]);
    expect(await section.locator('.identity').innerText()).toContain('−12\u00a0%');
    expect(await section.locator('canvas, table, .badge').count()).toBe(0);
    expect(await page.locator('#pool-size, #extrapolation').count()).toBe(0);
    await page.context().close();
  });
});

describe('pool size and more cores', () => {
  it('says which settings win, and gives them to paste', async () => {
    const { page } = await openAlone(browser, assets, report);
    const section = page.locator('#pool-size');
    expect(await section.locator('strong').innerText()).toMatch(/^Best is a fixed pool of 6 threads/);
    expect(await section.locator('pre').innerText()).toBe('minThreads: 6, maxThreads: 6');
    expect(await section.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/^As it is, measured\t.*6\.42\u00a0s/),
      expect.stringMatching(/^Best fixed size: wins\t.*×1\.06/s),
      expect.stringMatching(/^Best adaptive\t.*×1\.05/s),
      expect.stringMatching(/^Usual rule\t.*×0\.91/s),
    ]);
    await page.context().close();
  });

  it('is marked as extrapolated, with the point where it stops paying', async () => {
    const { page } = await openAlone(browser, assets, report);
    const section = page.locator('#extrapolation');
    expect(await section.locator('.section-head .badge').innerText()).toBe('extrapolated');
    expect(await section.locator('strong').innerText()).toMatch(/^Beyond 64\u00a0cores more stop paying/);
    expect(await section.locator('.legend').innerText()).toContain('more stop paying: 64\u00a0cores');
    expect(await section.locator('tbody tr').count()).toBe(7);
    await page.context().close();
  });

  it('draws no chart of ones', async () => {
    const points = report.predictions.extrapolation?.points.map((point) => ({ ...point, speedUp: 1 })) ?? [];
    const flat = { ...report.predictions, extrapolation: { points, stopsPayingAt: 2 } };
    const { page } = await openAlone(browser, assets, { ...report, predictions: flat });
    expect(await page.locator('#extrapolation').innerText()).toContain('More cores alone would not make it faster');
    expect(await page.locator('#extrapolation canvas').count()).toBe(0);
    await page.context().close();
  });
});

describe('in the editor', () => {
  it('a change is verified from its row, and what was observed stands there', async () => {
    const editor = await openInEditor(browser, assets);
    await editor.send({ type: 'report', report });
    const calibration = { verifications: 0, mape: null, bias: null, coverage: null };
    await editor.send({ type: 'verifications', canVerify: true, observed: [], calibration });
    const row = editor.page.locator('.table-changes tbody tr').nth(1);
    await row.getByRole('button', { name: 'Verify' }).click();
    expect((await editor.posted()).at(-1)).toEqual({ type: 'verify', key: 'pool-size-6' });
    const observed: ObservedChange = {
      key: 'pool-size-6',
      title: '6 threads',
      at: '2026-03-14T10:00:00.000Z',
      verdict: 'gain',
      message: 'It gains.',
      speedUp: 1.31,
      interval: [1.28, 1.34],
      pairs: 12,
      predicted: { speedUp: 1.3, interval: [1.27, 1.33] },
      asPredicted: true,
      differences: [],
    };
    await editor.send({ type: 'verifications', canVerify: true, observed: [observed], calibration });
    expect(await row.getByRole('status').innerText()).toMatch(/^observed ×1\.3.*, 12 pairs$/);
    expect(editor.complaints).toEqual([]);
    await editor.page.context().close();
  });

  it('keeps what is scrolled to clear of the navigation, however many lines that takes', async () => {
    for (const width of [1100, 760]) {
      const editor = await openInEditor(browser, assets, { width });
      await editor.send({ type: 'report', report });
      await editor.page.locator('nav a[href="#pool-size"]').click();
      const [nav, section] = await Promise.all(
        ['nav', '#pool-size'].map((selector) => editor.page.locator(selector).boundingBox()),
      );
      expect(section?.y).toBeGreaterThanOrEqual((nav?.y ?? 0) + (nav?.height ?? 0));
      await editor.page.context().close();
    }
  });
});
