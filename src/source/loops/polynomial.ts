import type { Expression } from '@babel/types';
import { unwrap } from './unwrap.js';

/** A sum of products: by the names multiplied (sorted, joined by `*`; '' for none), how often. */
export type Polynomial = ReadonlyMap<string, number>;

/** What a name stands for: a constant of the body, to be put in its place; null where it changes within a turn. */
export type Locals = ReadonlyMap<string, Expression | null>;

const MOST_TERMS = 32;
const DEEPEST = 24;

/**
 * An index as a polynomial of names, so that two can be compared: `(y - 1) * w + x` and `y * w + x`.
 * @returns undefined where it is more than sums and products of names and whole numbers
 */
export function toPolynomial(expression: Expression, locals: Locals, depth = 0): Polynomial | undefined {
  const node = unwrap(expression);
  const again = (inner: Expression): Polynomial | undefined =>
    depth > DEEPEST ? undefined : toPolynomial(inner, locals, depth + 1);
  switch (node.type) {
    case 'NumericLiteral':
      return Number.isSafeInteger(node.value) ? new Map([['', node.value]]) : undefined;
    case 'Identifier': {
      const local = locals.get(node.name);
      if (local === undefined) return new Map([[node.name, 1]]);
      return local === null ? undefined : again(local);
    }
    case 'MemberExpression':
      return readName(node);
    case 'UnaryExpression': {
      const inner = node.operator === '-' ? again(node.argument) : undefined;
      return inner && scale(inner, -1);
    }
    case 'BinaryExpression': {
      const left = again(node.left as Expression);
      const right = left && again(node.right);
      if (left === undefined || right === undefined) return undefined;
      if (node.operator === '+') return add(left, right);
      if (node.operator === '-') return add(left, scale(right, -1));
      return node.operator === '*' ? multiply(left, right) : undefined;
    }
    default:
      return undefined;
  }
}

/** `this.width`: as one name. */
function readName(node: Extract<Expression, { type: 'MemberExpression' }>): Polynomial | undefined {
  const names: string[] = [];
  let at: Expression = node;
  while (at.type === 'MemberExpression') {
    if (at.computed || at.property.type !== 'Identifier') return undefined;
    names.unshift(at.property.name);
    at = unwrap(at.object as Expression);
  }
  const root = at.type === 'Identifier' ? at.name : at.type === 'ThisExpression' ? 'this' : undefined;
  return root === undefined ? undefined : new Map([[[root, ...names].join('.'), 1]]);
}

export function add(a: Polynomial, b: Polynomial): Polynomial {
  const sum = new Map(a);
  for (const [term, count] of b) sum.set(term, (sum.get(term) ?? 0) + count);
  for (const [term, count] of sum) if (count === 0) sum.delete(term);
  return sum;
}

export function scale(polynomial: Polynomial, by: number): Polynomial {
  return new Map([...polynomial].map(([term, count]) => [term, count * by]));
}

function multiply(a: Polynomial, b: Polynomial): Polynomial | undefined {
  if (a.size * b.size > MOST_TERMS) return undefined;
  let product: Polynomial = new Map();
  for (const [termA, countA] of a) {
    for (const [termB, countB] of b) product = add(product, new Map([[join(termA, termB), countA * countB]]));
  }
  return product;
}

export function join(a: string, b: string): string {
  return factorsOf(a).concat(factorsOf(b)).sort().join('*');
}

export function factorsOf(term: string): string[] {
  return term === '' ? [] : term.split('*');
}
