import { describe, expect, it } from 'vitest';
import { touchesMemory } from '../../../src/source/touches-memory.js';

const TEXT = `function sum(values: number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
function walk(values) {
  for (let i = 0; i < 10; i++) values[i] += 1;
}
function hash(text, seed) {
  for (let i = 0; i < 1e6; i++) seed = Math.imul(seed, 31) + i;
  return seed;
}
const doubled = (values) => values.map((value) => ({ value }));
function step(cell) { return cell.mass * cell.speed; }
function next(seed) { return Math.imul(seed, 7); }
`;

describe('touchesMemory', () => {
  it.each([
    ['an index in a loop', 6, true],
    ['objects made in a loop of an array', 13, true],
    ['properties read by what others call in their loops', 14, true],
    ['arithmetic alone', 9, false],
    ['a small function of arithmetic', 15, false],
    ['numbers of a list that nothing indexes', 1, false],
  ])('%s', (_, line, expected) => {
    expect(touchesMemory(TEXT, { line, column: 1 })).toBe(expected);
  });

  it('looks at the whole file where the function is not found', () => {
    expect(touchesMemory(TEXT, { line: 99, column: 1 })).toBe(true);
    expect(touchesMemory('let x = 1;', { line: 0, column: 0 })).toBe(false);
    expect(touchesMemory('}{', { line: 1, column: 1 })).toBe(false);
  });
});
