import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallestEdit } from '../../../src/source/smallest-edit.js';

const apply = (text: string, after: string): string => {
  const edit = smallestEdit(text, after);
  return edit === undefined ? text : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
};

describe('smallestEdit', () => {
  it('is of the lines that differ only', () => {
    const before = 'a\nfor (i)\n  for (j)\n    s();\nz\n';
    const after = 'a\nfor (j)\n  for (i)\n    s();\nz\n';
    expect(smallestEdit(before, after)).toEqual({ start: 2, end: 20, text: 'for (j)\n  for (i)\n' });
  });

  it('is nothing where nothing differs', () => {
    expect(smallestEdit('a\r\nb', 'a\r\nb')).toBeUndefined();
  });

  it('makes the one of the other, whatever they are', () => {
    const text = fc.array(fc.constantFrom('a', 'b\n', '\r\n', 'c c', '\n')).map((parts) => parts.join(''));
    fc.assert(fc.property(text, text, (before, after) => apply(before, after) === after));
  });
});
