/** Changes on the page: asked for, verified, applied; the test plays the editor that answers. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostMessage, PageMessage } from '../../../src/protocol/messages.js';
import type { ObservedChange, PageKnob } from '../../../src/protocol/what-if.js';
import type { PageAssets } from '../../../src/report/render-html.js';
import { launchChromium } from '../../host/code-server/chromium.mts';
import { buildSampleReport } from '../../unit/report/fixtures/sample-report.js';
import { buildAssets, openInEditor, type EditorPage } from './open-page.ts';

const SCREENSHOTS = join(import.meta.dirname, '../../../.test-results/screenshots');

let browser: Browser;
let assets: PageAssets;
beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  [browser, assets] = await Promise.all([launchChromium(), buildAssets()]);
});
afterAll(() => browser.close());

const report = buildSampleReport();
/** One that can be tried without editing the source. */
const change = [
  ...report.predictions.ranking.worthIt.map(({ recommendation }) => recommendation),
  ...report.predictions.ranking.refused,
].find((one) => one.change !== null);

const threads: PageKnob = {
  key: 'pool-size-1',
  label: 'threads',
  subject: 'pool at agents.ts:12',
  unit: 'count',
  min: 1,
  max: 64,
  step: 1,
  now: 4,
};
const hold: PageKnob = {
  ...threads,
  key: 'shorten-hold-1',
  label: 'share of the hold saved',
  unit: 'share',
  min: 0,
  max: 1,
  step: 0.05,
  now: 0,
};
const atomic: PageKnob = {
  ...threads,
  key: 'lock-to-atomic-1',
  label: 'one atomic operation',
  subject: 'lock 1',
  unit: 'switch',
  min: 0,
  max: 1,
  now: 0,
};

const observed: ObservedChange = {
  key: change?.key ?? '',
  title: change?.title ?? '',
  at: '2026-11-23T20:45:00.000Z',
  verdict: 'gain',
  message: 'Faster: 1.42 times as fast (1.38 to 1.47) over 12 pairs.',
  speedUp: 1.42,
  interval: [1.38, 1.47],
  pairs: 12,
  predicted: { speedUp: 1.4, interval: [1.32, 1.48] },
  asPredicted: true,
  differences: [],
};
const verifications = (list: ObservedChange[], canVerify = true): HostMessage => ({
  type: 'verifications',
  canVerify,
  observed: list,
  calibration: { verifications: list.length, mape: list.length === 0 ? null : 0.04, bias: null, coverage: null },
});

async function open(): Promise<EditorPage> {
  const editor = await openInEditor(browser, assets);
  await editor.send({ type: 'report', report });
  return editor;
}

/** What the page said since it asked for its report. */
async function said(editor: EditorPage): Promise<PageMessage[]> {
  return (await editor.posted()).slice(1);
}

describe('a recommended change', () => {
  it('can be verified and applied only where there is a run to repeat, and trust', async () => {
    const editor = await open();
    const verify = editor.page.getByRole('button', { name: `Verify: ${change?.title}` }).first();
    expect(await verify.isVisible()).toBe(false);
    await editor.send(verifications([], false));
    expect(await verify.isDisabled()).toBe(true);
    await editor.send(verifications([]));
    await verify.click();
    await editor.page
      .getByRole('button', { name: `Apply…: ${change?.title}` })
      .first()
      .click();
    expect(await said(editor)).toEqual([
      { type: 'verify', key: change?.key },
      { type: 'applyChange', key: change?.key },
    ]);
    await editor.page.context().close();
  });

  it('shows how far its verification is, and what was observed beside what was predicted', async () => {
    const editor = await open();
    await editor.send(verifications([]));
    const verify = editor.page.getByRole('button', { name: `Verify: ${change?.title}` }).first();
    await editor.send({ type: 'verifying', progress: { key: change?.key ?? '', text: '3 pairs' } });
    expect(await verify.isDisabled()).toBe(true);
    expect(await editor.page.getByText('Verifying: 3 pairs').first().isVisible()).toBe(true);
    await editor.send({ type: 'verifying', progress: null });
    await editor.send(verifications([observed]));
    expect(await verify.isDisabled()).toBe(false);
    const row = editor.page.locator('#verified tbody tr');
    expect(await row.innerText()).toMatch(/gain.*×1\.4 \(1\.3–1\.5\).*×1\.42 \(1\.38–1\.47\).*12.*the same/s);
    expect(editor.complaints).toEqual([]);
    await editor.page.locator('#verified').screenshot({ path: join(SCREENSHOTS, 'page-verified.png') });
    await editor.page.context().close();
  });

  it('never hides that the output changed', async () => {
    const editor = await open();
    await editor.send(verifications([{ ...observed, differences: ['Line 1 of stdout differs.'] }]));
    expect(await editor.page.locator('#verified tbody tr').innerText()).toContain('Line 1 of stdout differs.');
    await editor.page.context().close();
  });
});

describe('what if', () => {
  const askKnobs = async (editor: EditorPage, refusal: string | null = null): Promise<void> => {
    await editor.page.getByRole('button', { name: 'Try changes' }).click();
    expect(await said(editor)).toEqual([{ type: 'listKnobs' }]);
    await editor.send({ type: 'knobs', knobs: refusal === null ? [threads, hold, atomic] : [], refusal });
  };
  const answer = (id: number, speedUp: number): HostMessage => ({
    type: 'whatIfAnswer',
    id,
    answer: {
      kind: 'predicted',
      speedUp,
      interval: [speedUp - 0.1, speedUp + 0.1],
      makespanNs: 3e9,
      makespanInterval: [2.9e9, 3.1e9],
      assumptions: ['Tasks take as long with more of them at work.'],
      extrapolated: false,
    },
  });

  it('asks with all that was turned, together, and shows the answer to the last question only', async () => {
    const editor = await open();
    await askKnobs(editor);
    const { page } = editor;
    await page.getByLabel('threads', { exact: true }).fill('8');
    await expect.poll(() => said(editor)).toHaveLength(2);
    await page.locator('#what-if summary', { hasText: 'lock 1' }).click();
    await page.getByLabel('one atomic operation').check();
    await expect.poll(() => said(editor)).toHaveLength(3);
    expect((await said(editor)).slice(1)).toEqual([
      { type: 'whatIf', id: 1, changes: [{ key: 'pool-size-1', value: 8 }] },
      {
        type: 'whatIf',
        id: 2,
        changes: [
          { key: 'pool-size-1', value: 8 },
          { key: 'lock-to-atomic-1', value: 1 },
        ],
      },
    ]);
    const outcome = page.locator('.what-if-outcome');
    await editor.send(answer(1, 1.3));
    expect(await outcome.innerText()).toContain('As recorded');
    await editor.send(answer(2, 1.9));
    expect(await outcome.innerText()).toMatch(/Predicted ×1\.9 \(1\.8–2\.0\): 3\s?s/);
    await page.locator('#what-if').screenshot({ path: join(SCREENSHOTS, 'page-what-if.png') });
    await page.getByRole('button', { name: 'As recorded' }).click();
    expect(await outcome.innerText()).toContain('As recorded');
    expect(await page.getByLabel('threads', { exact: true }).inputValue()).toBe('4');
    expect(editor.complaints).toEqual([]);
    await page.context().close();
  });

  it('says why nothing can be predicted', async () => {
    const editor = await open();
    await askKnobs(editor, 'other programs used 34 % of the CPU');
    expect(await editor.page.locator('#what-if').innerText()).toContain('other programs used 34 % of the CPU');
    await editor.page.context().close();
  });

  it('is accessible, as is what was verified', async () => {
    const editor = await open();
    await askKnobs(editor);
    await editor.send(verifications([observed]));
    await editor.page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
    const { violations } = await new AxeBuilder({ page: editor.page })
      .include('#what-if')
      .include('#verified')
      .analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))).toEqual([]);
    await editor.page.context().close();
  });
});
