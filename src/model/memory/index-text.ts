/**
 * What the source of an access tells of its index: which names it is built from, and how. `a[i * n + j]`: `j` moves by one
 * element, `i` and `n` by more. Only a reading of the text: where it is no sum of products, nothing is told.
 */
export interface IndexText {
  /** What is indexed: "a", "this.cells", "m" of "m[i][j]". */
  base: string;
  /** Names that move the place by one element. */
  unit: Set<string>;
  /** Names in products and shifts, and in the brackets before the last. */
  scaled: Set<string>;
  /** A name by a number or a constant, and nothing that moves by one: records of a fixed size in a flat array. */
  isRecord: boolean;
}

const NAME = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*/g;

export function readIndex(text: string): IndexText | undefined {
  const brackets = splitBrackets(text.trim());
  const last = brackets?.indices.at(-1);
  if (brackets === undefined || last === undefined) return undefined;
  const unit = new Set<string>();
  const scaled = new Set(brackets.indices.slice(0, -1).flatMap(namesIn));
  let isMultiple = false;
  for (const term of splitTerms(last)) {
    // A call, a mask or a look-up may do anything.
    if (/[&|^%?/[\]'"`]|[A-Za-z_$][\w$]*\s*\(|>>/.test(term)) return undefined;
    const isProduct = term.includes('*') || term.includes('<<');
    for (const name of namesIn(term)) (isProduct ? scaled : unit).add(name);
    isMultiple ||= isProduct && (/\d/.test(term.replace(NAME, '')) || namesIn(term).some(isConstant));
  }
  const isRecord = isMultiple && brackets.indices.length === 1 && [...unit].every(isConstant);
  return { base: brackets.base, unit, scaled, isRecord };
}

/** "m[i][j]" → "m" and its two indices; undefined for anything that does not end in one. */
function splitBrackets(text: string): { base: string; indices: string[] } | undefined {
  const indices: string[] = [];
  let end = text.length;
  while (text[end - 1] === ']') {
    let depth = 0;
    let begin = end - 1;
    for (; begin >= 0; begin--) {
      if (text[begin] === ']') depth++;
      else if (text[begin] === '[' && --depth === 0) break;
    }
    if (begin < 0) return undefined;
    indices.unshift(text.slice(begin + 1, end - 1));
    end = begin;
  }
  return end > 0 && indices.length > 0 ? { base: text.slice(0, end), indices } : undefined;
}

/** At + and - outside of parentheses. */
function splitTerms(text: string): string[] {
  const terms: string[] = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth++;
    else if (letter === ')') depth--;
    if (depth === 0 && (letter === '+' || letter === '-')) terms.push('');
    else terms[terms.length - 1] += letter;
  }
  return terms;
}

/** By convention. */
function isConstant(name: string): boolean {
  return /^[A-Z][A-Z\d_]*$/.test(name);
}

function namesIn(text: string): string[] {
  return text.match(NAME) ?? [];
}
