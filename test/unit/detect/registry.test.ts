import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FINDING_IDS, VERDICT_IDS } from '../../../src/detect/finding.js';
import { detectors, verdictRules } from '../../../src/detect/registry.js';

describe('registry', () => {
  it('has one detector for each finding id, and one rule for each verdict', () => {
    expect(detectors.map(({ id }) => id).sort()).toEqual([...FINDING_IDS].sort());
    expect(verdictRules.map(({ id }) => id).sort()).toEqual([...VERDICT_IDS].sort());
  });

  it.each(FINDING_IDS)('%s has a page', (id) => {
    expect(existsSync(join(import.meta.dirname, `../../../docs/findings/${id}.md`))).toBe(true);
  });
});
