import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendToLedger } from '../../../src/verify/append-to-ledger.js';
import { observe } from '../../../src/verify/judge.js';
import { calibrate, readCalibration, readLedger } from '../../../src/verify/ledger.js';
import type { Verification } from '../../../src/verify/verification.js';

function makeVerification(key: string, changes: Partial<Verification> = {}): Verification {
  const pairs = Array.from({ length: 5 }, () => ({ baseNs: 2e9, changeNs: 1e9, foreign: 0.01 }));
  return {
    schemaVersion: 1,
    at: '2026-01-01T00:00:00.000Z',
    runId: 'run',
    key,
    title: key,
    edits: [],
    change: { kind: 'environment', set: {} },
    command: ['node', 'app.js'],
    machine: { cpuModel: '', cores: 2, platform: 'linux', nodeVersion: '24.0.0', toolVersion: '0' },
    predicted: { speedUp: 1.8, interval: [1.7, 2.1] },
    observed: observe(pairs, 0, 1),
    output: { same: true, differences: [], notes: [] },
    verdict: 'gain',
    asPredicted: true,
    message: '',
    ...changes,
  };
}

describe('the ledger', () => {
  let folder = '';
  let file = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'threadwise-ledger-'));
    file = join(folder, 'deep', 'ledger.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps each verification, in order', async () => {
    await appendToLedger(file, makeVerification('one'));
    await appendToLedger(file, makeVerification('two'));
    expect((await readLedger(file)).map(({ key }) => key)).toEqual(['one', 'two']);
    expect((await readLedger(file))[0]).toEqual(makeVerification('one'));
  });

  it('loses none when many append at a time', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key ${index}`);
    await Promise.all(keys.map((key) => appendToLedger(file, makeVerification(key))));
    expect((await readLedger(file)).map(({ key }) => key).sort()).toEqual([...keys].sort());
    expect(await readdir(join(folder, 'deep'))).toEqual(['ledger.json']);
  });

  it('is empty where there is none', async () => {
    expect(await readLedger(file)).toEqual([]);
    expect(await readCalibration(file)).toEqual({ verifications: 0, mape: null, bias: null, coverage: null });
  });

  it.each(['', '{"verifications": [', '[]', '{"verifications": 3}', 'null'])(
    'survives the content %j',
    async (content) => {
      await appendToLedger(file, makeVerification('lost'));
      await writeFile(file, content);
      expect(await readLedger(file)).toEqual([]);
      await appendToLedger(file, makeVerification('new'));
      expect((await readLedger(file)).map(({ key }) => key)).toEqual(['new']);
      if (content !== '') expect(await readFile(`${file}.damaged`, 'utf8')).toBe(content);
    },
  );

  it('passes over a damaged entry, and keeps it', async () => {
    await appendToLedger(file, makeVerification('one'));
    const content = JSON.parse(await readFile(file, 'utf8')) as { verifications: unknown[] };
    await writeFile(file, JSON.stringify({ verifications: [{ schemaVersion: 9 }, ...content.verifications] }));
    await appendToLedger(file, makeVerification('two'));
    expect((await readLedger(file)).map(({ key }) => key)).toEqual(['one', 'two']);
    expect(await readFile(file, 'utf8')).toContain('"schemaVersion": 9');
  });
});

describe('calibrate', () => {
  it('compares predictions with what was observed', () => {
    const outside = makeVerification('b', { predicted: { speedUp: 2.4, interval: [2.2, 2.6] } });
    const { verifications, mape, bias, coverage } = calibrate([makeVerification('a'), outside]);
    expect(verifications).toBe(2);
    expect(mape).toBeCloseTo((0.1 + 0.2) / 2);
    expect(bias).toBeCloseTo((-0.1 + 0.2) / 2);
    expect(coverage).toBe(0.5);
  });

  it('counts only what was judged, predicted, and measured on a quiet machine', () => {
    const busy = makeVerification('busy');
    busy.observed.foreignShare = 0.3;
    const others = [
      makeVerification('open', { verdict: 'inconclusive' }),
      makeVerification('broken', { verdict: 'failed' }),
      makeVerification('by hand', { predicted: null }),
      busy,
    ];
    expect(calibrate(others).verifications).toBe(0);
  });
});
