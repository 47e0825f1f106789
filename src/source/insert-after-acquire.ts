/** Puts a statement where a lock has just been taken. */
import type { CallExpression, Node } from '@babel/types';
import MagicString from 'magic-string';
import { parseSource, type SourceLanguage } from './parse-source.js';

/** 1-based, as in a stack. */
export interface SourcePosition {
  line: number;
  column: number;
}

const LOOPS: ReadonlySet<string> = new Set(['WhileStatement', 'DoWhileStatement', 'ForStatement']);

/**
 * The source with `statement` put in behind each of the acquisitions at `positions`: behind the statement that calls
 * `lock()`, behind the loop that tries until it has it, or at the begin of the function that is called with the lock held.
 *
 * @returns undefined where it cannot be told where the hold begins
 */
export function insertAfterAcquire(
  text: string,
  language: SourceLanguage,
  positions: readonly SourcePosition[],
  statement: string,
): string | undefined {
  const file = parseSource(text, language);
  if (file === undefined) return undefined;
  const source = new MagicString(text);
  const seen = new Set<number>();
  for (const position of positions) {
    const path = findCall(file.program, position);
    const place = path && placeAfter(path, statement);
    if (place === undefined) return undefined;
    const key = place.at;
    if (seen.has(key)) continue;
    seen.add(key);
    if (place.before !== undefined) source.appendLeft(place.before.at, place.before.text);
    source.appendLeft(place.at, place.text);
  }
  return source.toString();
}

interface Insertion {
  at: number;
  text: string;
  before?: { at: number; text: string };
}

/** The call at a position and all that it stands in, outermost first. A stack names where the called name begins. */
function findCall(root: Node, { line, column }: SourcePosition): Node[] | undefined {
  const onLine: Node[][] = [];
  let exact: Node[] | undefined;
  walk(root, [], (path) => {
    const call = path.at(-1);
    if (call?.type !== 'CallExpression') return;
    const at = namePosition(call);
    if (at?.line === line && at.column + 1 === column) exact = path;
    if (at?.line === line || call.loc?.start.line === line) onLine.push(path);
  });
  return exact ?? (onLine.length === 1 ? onLine[0] : undefined);
}

function namePosition({ callee, loc }: CallExpression): { line: number; column: number } | undefined {
  return callee.type === 'MemberExpression' ? callee.property.loc?.start : loc?.start;
}

function walk(node: Node, above: Node[], visit: (path: Node[]) => void): void {
  const path = [...above, node];
  visit(path);
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key.endsWith('omments') || key === 'loc') continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, path, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'loc' in value && 'start' in value;
}

function placeAfter(path: Node[], statement: string): Insertion | undefined {
  const call = path.at(-1) as CallExpression;
  const held = call.arguments.findLast(
    (argument) => argument.type === 'ArrowFunctionExpression' || argument.type === 'FunctionExpression',
  );
  if (held?.type === 'ArrowFunctionExpression' || held?.type === 'FunctionExpression')
    return placeInside(held, statement);
  // Innermost first: the statement that makes the call, then what it stands in.
  const around = path.toReversed();
  const at = around.findIndex((node) => node.type.endsWith('Statement') || node.type === 'VariableDeclaration');
  const own = around[at];
  const parent = around[at + 1];
  if (own === undefined || parent === undefined) return undefined;
  if (LOOPS.has(own.type) || own.type === 'ExpressionStatement' || own.type === 'VariableDeclaration') {
    return placeBehind(around, at, statement);
  }
  if (own.type !== 'IfStatement' || !isPlainTest(own.test, call)) return undefined;
  const { consequent } = own;
  return consequent.type === 'BlockStatement' ? { at: (consequent.start ?? 0) + 1, text: ` ${statement}` } : undefined;
}

/** `if (tryLock())`, `if (CAS(…) === 0)`: held where it is true. Anything else may mean the contrary. */
function isPlainTest(test: Node, call: Node): boolean {
  if (test === call || (test.type === 'AwaitExpression' && test.argument === call)) return true;
  return (
    test.type === 'BinaryExpression' && /^={2,3}$/.test(test.operator) && (test.left === call || test.right === call)
  );
}

function placeBehind(around: Node[], at: number, statement: string): Insertion | undefined {
  let behind = around[at] as Node;
  let parent = around[at + 1] as Node;
  // `let seen = CAS(…); while (seen !== FREE) …`: the loop that follows tries on. What it does is part of taking the lock.
  if (parent.type === 'BlockStatement' && behind.type !== 'WhileStatement') {
    const loop = around[at + 2];
    if (loop !== undefined && loop.type === 'WhileStatement' && isAtomicsCall(around[0] as Node)) {
      behind = loop;
      parent = around[at + 3] as Node;
    }
  }
  const list = listOf(parent);
  const index = list?.indexOf(behind) ?? -1;
  const next = list?.[index + 1];
  if (isAtomicsCall(around[0] as Node) && next?.type === 'WhileStatement') behind = next;
  const end = behind.end ?? 0;
  if (list !== undefined) return { at: end, text: `\n;${statement}` };
  return { before: { at: behind.start ?? 0, text: '{ ' }, at: end, text: `\n;${statement} }` };
}

function isAtomicsCall(node: Node): boolean {
  return (
    node.type === 'CallExpression' &&
    node.callee.type === 'MemberExpression' &&
    node.callee.object.type === 'Identifier' &&
    node.callee.object.name === 'Atomics'
  );
}

function listOf(node: Node): Node[] | undefined {
  if (node.type === 'BlockStatement' || node.type === 'Program') return node.body;
  return node.type === 'SwitchCase' ? node.consequent : undefined;
}

function placeInside(held: Node, statement: string): Insertion | undefined {
  if (held.type !== 'ArrowFunctionExpression' && held.type !== 'FunctionExpression') return undefined;
  const { body } = held;
  if (body.type === 'BlockStatement') return { at: (body.start ?? 0) + 1, text: ` ${statement}` };
  const expression = statement.replace(/;$/, '');
  return { before: { at: body.start ?? 0, text: `(${expression}, ` }, at: body.end ?? 0, text: ')' };
}
