import { expect, it } from 'vitest';
import { describeWorth } from '../../../src/report/describe-worth.js';
import { buildSampleReport } from './fixtures/sample-report.js';

const report = buildSampleReport(1);
const worthOf = (answeredBy: string | null): string => describeWorth(report, { answeredBy });

it('says how a gain is known, and with which change', () => {
  expect(worthOf('shorten-hold-1')).toMatch(/^Worth: predicted ×1\.8 \(1\.7–1\.9\), with this change: Holds of /);
});

it('says what is not worth it, and why', () => {
  expect(worthOf('share-instead-of-clone')).toMatch(
    /^Not worth it, predicted ×1\.01 .*: Requests .* Threads lost 910 ms/,
  );
});

it('says why there is no prediction', () => {
  expect(worthOf('remove-gc')).toBe('No prediction: Only 3 collections were seen; 6 are needed.');
});

it('says nothing where no change was looked at', () => {
  expect(worthOf(null)).toBe('');
  expect(worthOf('gone')).toBe('');
});
