import { describe, expect, it } from 'vitest';
import type { Edit } from '../../../src/predict/edit.js';
import { chooseVariant } from '../../../src/recommend/choose-variant.js';
import { fakeWhatIf } from './fake-what-if.js';

const SIZES = [1, 2, 3, 4, 8, 16].map((threads): Edit => ({ kind: 'pool-size', pool: 0, threads }));
const threadsOf = ([edit]: readonly Edit[]): number => (edit?.kind === 'pool-size' ? edit.threads : 0);

describe('chooseVariant', () => {
  it('takes the least size that does as well as the best', () => {
    // From four on, each more gains less than a re-run could show.
    const whatIf = fakeWhatIf((edits) => 1e9 / Math.min(4, threadsOf(edits)) - threadsOf(edits));
    expect(chooseVariant(SIZES, whatIf, 99)?.edit).toMatchObject({ threads: 4 });
  });

  it('passes over sizes that do not apply', () => {
    const whatIf = fakeWhatIf((edits) => (threadsOf(edits) < 8 ? null : 1e9));
    expect(chooseVariant(SIZES, whatIf, 99)?.edit).toMatchObject({ threads: 8 });
    expect(
      chooseVariant(
        SIZES,
        fakeWhatIf(() => null),
        99,
      ),
    ).toBeNull();
  });

  it('tries no more sizes than it may, first and last among them', () => {
    const tried: number[] = [];
    const whatIf = fakeWhatIf((edits) => tried.push(threadsOf(edits)));
    chooseVariant(SIZES, whatIf, 3);
    expect(tried).toEqual([1, 4, 16]);
    tried.length = 0;
    chooseVariant(SIZES, whatIf, 0);
    expect(tried).toEqual([16]);
  });
});
