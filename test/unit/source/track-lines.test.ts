import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followChanges, placeMarks, type LineChange, type LineMark } from '../../../src/source/track-lines.js';

const mark = (line: number, text: string): LineMark => ({ line, text, stale: false });

/** Replaces a range of `text` and follows the marks through it, as the editor would report it. */
function edit(text: string, marks: LineMark[], change: LineChange): LineMark[] {
  const lines = text.split('\n');
  const before = [...lines.slice(0, change.startLine), lines[change.startLine]?.slice(0, change.startCharacter) ?? ''];
  const after = [lines[change.endLine]?.slice(change.endCharacter) ?? '', ...lines.slice(change.endLine + 1)];
  return followChanges(marks, [change], before.join('\n') + change.text + after.join('\n'));
}

const insert = (startLine: number, startCharacter: number, text: string): LineChange => ({
  startLine,
  startCharacter,
  endLine: startLine,
  endCharacter: startCharacter,
  text,
});

describe('followChanges', () => {
  const text = 'one\n  two\nthree';

  it('moves down with lines put in above, at the start of its line too', () => {
    expect(edit(text, [mark(1, 'two')], insert(0, 0, 'a\nb\n'))).toEqual([mark(3, 'two')]);
    expect(edit(text, [mark(1, 'two')], insert(1, 0, '\n'))).toEqual([mark(2, 'two')]);
  });

  it('stays with edits below, at the end of its line too', () => {
    expect(edit(text, [mark(1, 'two')], insert(2, 0, 'x\n'))).toEqual([mark(1, 'two')]);
    expect(edit(text, [mark(1, 'two')], insert(1, 5, '\nx'))).toEqual([mark(1, 'two')]);
  });

  it('turns stale when its line changes, and is right again when that is undone', () => {
    const [changed] = edit(text, [mark(1, 'two')], insert(1, 5, 'x'));
    expect(changed).toEqual({ line: 1, text: 'two', stale: true });
    const undo = { startLine: 1, startCharacter: 5, endLine: 1, endCharacter: 6, text: '' };
    expect(edit('one\n  twox\nthree', [mark(1, 'two')], undo)).toEqual([mark(1, 'two')]);
  });

  it('keeps to its line when only the indentation changes', () => {
    expect(edit(text, [mark(1, 'two')], insert(1, 0, '\t'))).toEqual([mark(1, 'two')]);
  });

  it('turns stale when its line is deleted', () => {
    const change = { startLine: 1, startCharacter: 0, endLine: 2, endCharacter: 0, text: '' };
    expect(edit(text, [mark(1, 'two')], change)).toEqual([{ line: 1, text: 'two', stale: true }]);
  });

  it('finds its line again when a formatter replaces the whole document', () => {
    const change = { startLine: 0, startCharacter: 0, endLine: 2, endCharacter: 5, text: 'one\n\n\ntwo\nthree' };
    expect(edit(text, [mark(1, 'two')], change)).toEqual([mark(3, 'two')]);
  });

  it('never points at another text without saying so', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c();', '}', ''), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.nat(), fc.nat(), fc.nat(), lines, (document, at, start, length, put) => {
        const line = at % document.length;
        const startLine = start % document.length;
        const endLine = Math.min(document.length - 1, startLine + (length % 3));
        const change = { startLine, startCharacter: 0, endLine, endCharacter: 0, text: put.join('\n') };
        const before = mark(line, document[line] ?? '');
        const [after] = edit(document.join('\n'), [before], change);
        const result = [...document.slice(0, startLine), ...put];
        result[result.length - 1] += document[endLine] ?? '';
        result.push(...document.slice(endLine + 1));
        expect(after?.stale === false ? result[after.line] : before.text).toBe(before.text);
      }),
    );
  });
});

describe('placeMarks', () => {
  it('holds where the text matches, finds a line that moved, and gives up on one that is gone or ambiguous', () => {
    expect(placeMarks([mark(0, 'a')], 'a\nb')).toEqual([mark(0, 'a')]);
    expect(placeMarks([mark(0, 'a')], 'x\na')).toEqual([mark(1, 'a')]);
    expect(placeMarks([mark(0, 'a')], 'x\na\na')).toEqual([{ line: 0, text: 'a', stale: true }]);
    expect(placeMarks([mark(9, 'a')], 'x')).toEqual([{ line: 0, text: 'a', stale: true }]);
  });

  it('trusts no line whose text was not known', () => {
    expect(placeMarks([{ line: 0, text: null, stale: false }], 'a')[0]?.stale).toBe(true);
  });
});
