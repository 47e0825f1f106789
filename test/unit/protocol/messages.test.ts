import { expect, it } from 'vitest';
import { readHostMessage, readPageMessage } from '../../../src/protocol/messages.js';
import { buildSampleReport } from '../report/fixtures/sample-report.js';

it('reads what the editor says', () => {
  const report = buildSampleReport(3);
  expect(readHostMessage({ type: 'report', report })).toEqual({ type: 'report', report });
  expect(readHostMessage({ type: 'revealFinding', key: 'straggler' })).toEqual({
    type: 'revealFinding',
    key: 'straggler',
  });
  const pass = { type: 'memoryPass', canRun: true, progress: 'analysing' };
  expect(readHostMessage(pass)).toEqual(pass);
  expect(readHostMessage({ type: 'revealSection', id: 'memory' })).toEqual({ type: 'revealSection', id: 'memory' });
});

it('reads what the page says', () => {
  const place = { type: 'openPlace', file: '/app/a.ts', line: 1, column: 1 };
  for (const message of [
    { type: 'ready' },
    place,
    { type: 'exportReport', format: 'html' },
    { type: 'lookAtMemory' },
  ]) {
    expect(readPageMessage(message)).toEqual(message);
  }
});

it('passes over everything else', () => {
  const noise = [null, undefined, 'ready', 7, {}, { type: 'reload' }, { type: 'report', report: {} }];
  expect(noise.map(readHostMessage)).toEqual(noise.map(() => null));
  const bad = [
    { type: 'openPlace', file: '', line: 1, column: 1 },
    { type: 'openPlace', file: '/a', line: 0, column: 1 },
    { type: 'openPlace', file: '/a', line: 1.5, column: 1 },
    { type: 'openPlace', file: '/a', line: Number.NaN, column: 1 },
    { type: 'exportReport', format: 'exe' },
  ];
  expect([...noise, ...bad].map(readPageMessage)).toEqual([...noise, ...bad].map(() => null));
});
