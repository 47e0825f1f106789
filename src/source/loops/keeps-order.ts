import type { Expression } from '@babel/types';
import type { CountedLoop } from './counted-loop.js';
import { add, factorsOf, scale, toPolynomial, type Locals, type Polynomial } from './polynomial.js';

/**
 * Whether two turns in which these indices are the same place have the same counter in one of the two loops, always. Then swapping
 * the loops leaves the order of the two as it is: they differ in one counter only, which runs on as before.
 */
export function keepsOrder(
  one: Expression,
  other: Expression,
  { outer, inner, locals }: { outer: CountedLoop; inner: CountedLoop; locals: Locals },
): boolean {
  const [a, b] = [toPolynomial(one, locals), toPolynomial(other, locals)];
  if (a === undefined || b === undefined) return false;
  const counters = [outer.counter, inner.counter];
  const [forA, forB] = [a, b].map((polynomial) => pick(polynomial, (factors) => hasAny(factors, counters)));
  if (forA === undefined || forB === undefined || add(forA, scale(forB, -1)).size > 0) return false;
  const apart = add(a, scale(b, -1));
  const moving = counters.filter((counter) => [...forA.keys()].some((term) => factorsOf(term).includes(counter)));
  if (moving.length === 1)
    return apart.size === 0 && forA.size === 1 && isStraight(forA, moving[0] ?? '', outer, inner);
  return (
    moving.length === 2 &&
    (isRowAndColumn(forA, apart, outer, inner, locals) || isRowAndColumn(forA, apart, inner, outer, locals))
  );
}

/** `i`, `3 * i`, or `i * n` where the loops would not run if n were 0. */
function isStraight(moving: Polynomial, counter: string, outer: CountedLoop, inner: CountedLoop): boolean {
  const [[term, count] = ['', 0]] = moving;
  const others = factorsOf(term).filter((factor) => factor !== counter);
  const isOnce = factorsOf(term).length === others.length + 1;
  return count !== 0 && isOnce && others.every((factor) => isPositive(factor, outer, inner));
}

/** The bound of a loop that counts up from 0 or more: above 0 whenever a turn is made. */
function isPositive(name: string, ...loops: CountedLoop[]): boolean {
  return loops.some((loop) => nameOf(loop.bound, new Map()) === name && countsFromZero(loop));
}

/** `row * width + column`, with 0 <= column < width: no two are the same place. Whole rows apart are other rows. */
function isRowAndColumn(
  moving: Polynomial,
  apart: Polynomial,
  row: CountedLoop,
  column: CountedLoop,
  locals: Locals,
): boolean {
  const width = nameOf(column.bound, locals);
  if (width === undefined || !countsFromZero(column) || !column.isExclusive || moving.size !== 2) return false;
  const isNumber = /^\d+$/.test(width);
  const rowTerm = isNumber ? row.counter : [row.counter, ...factorsOf(width)].sort().join('*');
  const rowCount = isNumber ? Number(width) : 1;
  if (moving.get(column.counter) !== 1 || moving.get(rowTerm) !== rowCount) return false;
  return [...apart].every(([term, count]) =>
    isNumber ? count % Number(width) === 0 : factorsOf(term).includes(width),
  );
}

function countsFromZero({ from, step }: CountedLoop): boolean {
  const value = toPolynomial(from, new Map());
  const isConstant = value !== undefined && (value.size === 0 || (value.size === 1 && value.has('')));
  return step > 0 && isConstant && (value.get('') ?? 0) >= 0;
}

/** A bound that is one name, or a number; undefined where it is more. */
function nameOf(bound: Expression, locals: Locals): string | undefined {
  const polynomial = toPolynomial(bound, locals);
  const [[term, count] = ['', 0], ...others] = polynomial ?? [];
  if (polynomial === undefined || others.length > 0) return undefined;
  if (term === '') return String(count);
  return count === 1 && !term.includes('*') ? term : undefined;
}

function pick(polynomial: Polynomial, isWanted: (factors: string[]) => boolean): Polynomial {
  return new Map([...polynomial].filter(([term]) => isWanted(factorsOf(term))));
}

function hasAny(factors: readonly string[], names: readonly string[]): boolean {
  return names.some((name) => factors.includes(name));
}
