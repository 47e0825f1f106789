import { expect, it } from 'vitest';
import { escapeMarkdown } from '../../src/vscode/escape-markdown.js';

it.each([
  ['plain words', 'plain words'],
  ['a *b* _c_ [d](e)', 'a \\*b\\* \\_c\\_ \\[d\\]\\(e\\)'],
  ['$(bug) `x`', '\\$\\(bug\\) \\`x\\`'],
  ['Map<string> & co', 'Map&#60;string\\> &#38; co'],
  ['two\n  lines', 'two lines'],
])('escapes %j', (text, expected) => {
  expect(escapeMarkdown(text)).toBe(expected);
});
