import { describe, expect, it } from 'vitest';
import { parseRepeats, parseSeconds, parseThreads } from '../../../src/cli/parse-options.js';

describe('options', () => {
  it('reads thread counts ascending, each once', () => {
    expect(parseThreads('4,0,2, 1,2')).toEqual([0, 1, 2, 4]);
  });

  it.each(['', '1,', '-1', '1.5', 'x', '1025', '1e2'])('refuses thread counts %j', (text) => {
    expect(() => parseThreads(text)).toThrow(/whole, from 0 to 1024/);
  });

  it('reads repeats and seconds', () => {
    expect(parseRepeats('7')).toBe(7);
    expect(parseSeconds('0.5')).toBe(0.5);
  });

  it.each(['', ' ', '0', '-1', 'x', 'Infinity'])('refuses %j seconds', (text) => {
    expect(() => parseSeconds(text)).toThrow(/above 0/);
  });
});
