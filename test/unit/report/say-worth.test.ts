import { expect, it } from 'vitest';
import { sayWorthHere } from '../../../src/report/say-worth.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const [first] = buildSampleReport(1).predictions.ranking.worthIt;
const site = { file: '/a/matrix.ts', line: 14, column: 5, functionName: 'sum', label: 'matrix.ts:14' };

it('a change is told with what it is about and what it is worth, without the place it stands at', () => {
  const prediction = first?.recommendation.prediction;
  if (prediction === undefined || 'reasons' in prediction) throw new Error('the sample predicts nothing');
  const worth = { ...prediction, speedUp: 3.4, speedUpInterval: [2.9, 3.9] as [number, number] };
  const said = sayWorthHere(
    { title: 'Walks 4 KB steps at matrix.ts:14, uses 8 of every 64 bytes: 62 % of the computing time', site },
    { title: 'Swapping the loops at matrix.ts:13', site },
    worth,
  );
  expect(said).toBe(
    'walks 4 KB steps, uses 8 of every 64 bytes: swapping the loops is worth ×3.4 here (2.9–3.9), predicted',
  );
  expect(sayWorthHere({ title: 'V8 waits at a.ts:3', site: null }, { title: 'Two pools', site: null }, worth)).toBe(
    'V8 waits at a.ts:3: two pools is worth ×3.4 here (2.9–3.9), predicted',
  );
});
