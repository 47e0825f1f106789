/** What the transform must know of a piece of syntax before it changes it. */
import type { AnyNode, ForInStatement, ForOfStatement, ForStatement, DoWhileStatement, WhileStatement } from 'acorn';

export type LoopNode = ForStatement | ForInStatement | ForOfStatement | WhileStatement | DoWhileStatement;

const LOOPS = new Set(['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement']);

export function isLoop(node: AnyNode): node is LoopNode {
  return LOOPS.has(node.type);
}

export function isFunction(node: AnyNode): boolean {
  return (
    node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
  );
}

export function isClass(node: AnyNode): boolean {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

const children = new WeakMap<AnyNode, AnyNode[]>();

/** In the order of the source. */
export function childrenOf(node: AnyNode): AnyNode[] {
  let found = children.get(node);
  if (found === undefined) {
    found = findChildren(node);
    children.set(node, found);
  }
  return found;
}

function findChildren(node: AnyNode): AnyNode[] {
  const found: AnyNode[] = [];
  let isSorted = true;
  const add = (child: AnyNode): void => {
    const last = found.at(-1);
    if (last === child) return; // a shorthand property's key is its value
    if (last !== undefined && last.start > child.start) isSorted = false;
    found.push(child);
  };
  const record = node as unknown as Record<string, unknown>;
  for (const key in record) {
    const value = record[key];
    if (typeof value !== 'object' || value === null) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    for (const item of items) if (isNode(item)) add(item);
  }
  return isSorted ? found : found.sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export interface LoopFacts {
  /** It can stand twice, one copy of it on a single line. */
  canCopy: boolean;
  /** Touches memory itself, not only in loops and functions within it. */
  hasAccess: boolean;
}

/** Above this many characters a loop is not copied: it would not be compiled as well. */
const LONGEST_COPY = 6000;

/**
 * Copies must be the same to the program: a function in a copy would have another line, a tagged template another identity,
 * and what is suspended is no tight loop.
 */
const UNCOPIED = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassDeclaration',
  'ClassExpression',
  'TaggedTemplateExpression',
  'YieldExpression',
  'AwaitExpression',
  'WithStatement',
  ...LOOPS,
]);

export function factsOf(loop: LoopNode, source: string): LoopFacts {
  const text = source.slice(loop.start, loop.end);
  const facts: LoopFacts = {
    canCopy:
      text.length <= LONGEST_COPY &&
      !/[\u2028\u2029]|\\\r?\n|\beval\b/.test(text) &&
      !(loop.type === 'ForOfStatement' && loop.await),
    hasAccess: loop.type === 'ForOfStatement',
  };
  for (const child of childrenOf(loop)) look(child, facts, source);
  return facts;
}

function look(node: AnyNode, facts: LoopFacts, source: string): void {
  if (UNCOPIED.has(node.type)) facts.canCopy = false;
  if (node.type === 'TemplateElement' && /[\r\n]/.test(source.slice(node.start, node.end))) facts.canCopy = false;
  if (isLoop(node) || isFunction(node)) return;
  if (node.type === 'MemberExpression' && node.property.type !== 'PrivateIdentifier') facts.hasAccess = true;
  for (const child of childrenOf(node)) look(child, facts, source);
}

/** Names that are bound as variables or parameters anywhere in the file: reading them twice is the same as once. */
export function variableNames(program: AnyNode): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (pattern: AnyNode | null): void => {
    if (pattern === null) return;
    if (pattern.type === 'Identifier') names.add(pattern.name);
    else if (pattern.type === 'ArrayPattern') pattern.elements.forEach(bind);
    else if (pattern.type === 'RestElement') bind(pattern.argument);
    else if (pattern.type === 'AssignmentPattern') bind(pattern.left);
    else if (pattern.type === 'ObjectPattern')
      for (const property of pattern.properties) bind(property.type === 'Property' ? property.value : property);
  };
  const walk = (node: AnyNode): void => {
    if (node.type === 'VariableDeclarator') bind(node.id);
    if (node.type === 'CatchClause' && node.param) bind(node.param);
    if ('params' in node) node.params.forEach(bind);
    childrenOf(node).forEach(walk);
  };
  walk(program);
  return names;
}

/** Whether a chain of members and calls may end early at a `?.`. */
export function hasOptional(node: AnyNode): boolean {
  if (node.type === 'MemberExpression') return node.optional || hasOptional(node.object);
  if (node.type === 'CallExpression') return node.optional || hasOptional(node.callee);
  return false;
}
