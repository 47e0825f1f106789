/**
 * Iterations of loops: counted in a variable of the function, which the compiler keeps in a register, and added to the sum where
 * the loop is left. What an exception keeps from being added there is added by the next execution in the same call, if any.
 */
import type { AnyNode } from 'acorn';
import { counterOf, Names } from './names.js';
import { temp, type Context, type State } from './state.js';

/** One more iteration of the innermost loop. */
export function countOne(context: Context): string {
  const id = context.counted.at(-1);
  if (id === undefined) return '';
  const counter = counterOf(id);
  temp(context, `${counter}=0`);
  return `${counter}++;`;
}

/** Adds what the innermost loop has counted. */
export function tally({ counted }: Context): string {
  return counted.slice(-1).map(tallyOf).join('');
}

function tallyOf(id: number): string {
  return `${Names.iterations}[${id}]+=${counterOf(id)};${counterOf(id)}=0;`;
}

/** Visits a loop's body, each run of which counts, then does `step`. */
export function countIn(body: AnyNode, step: string, state: State, context: Context): void {
  const begin = `${countOne(context)}${step}`;
  const isBlock = body.type === 'BlockStatement';
  state.edits.insert(isBlock ? body.start + 1 : body.start, isBlock ? begin : `{${begin}`);
  state.visit(body, context);
  if (!isBlock) state.edits.insert(body.end, '}');
}

/** Statements that may leave counted loops other than by their end: in braces, so that counts are added before. */
export function isJump(node: AnyNode, { counted, ownLabels }: Context): boolean {
  if (counted.length === 0) return false;
  if (node.type === 'ReturnStatement' || node.type === 'ThrowStatement') return true;
  if (node.type === 'BreakStatement') return Boolean(node.label);
  return node.type === 'ContinueStatement' && Boolean(node.label) && !ownLabels.has(node.label?.name ?? '');
}

/** Adding early is no harm: what comes after is added in its turn. */
export function tallyAll({ counted }: Context): string {
  return counted.map(tallyOf).join('');
}
