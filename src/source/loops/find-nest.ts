import type { ForStatement, Node, Statement, VariableDeclaration } from '@babel/types';
import { readCountedLoop, type CountedLoop } from './counted-loop.js';
import { refuse } from './refuse.js';

/** Two loops, one in the other, with nothing between them but constants. */
export interface LoopNest {
  outer: CountedLoop;
  inner: CountedLoop;
  /** Constants of each turn of the outer loop, before the inner one. */
  between: VariableDeclaration[];
  body: Statement;
  /** All nodes around the outer loop, outermost first. */
  around: Node[];
}

/**
 * The loop that begins at a place, and the one around it.
 *
 * @param place 1-based line and column of the inner loop; the column decides only between loops on one line
 * @throws Refused where there is no such pair
 */
export function findNest(program: Node, place: { line: number; column: number }): LoopNest {
  const path = findLoop(program, place);
  const node = path?.at(-1);
  if (path === undefined || node?.type !== 'ForStatement')
    return refuse('There is no `for` loop at this place any more.');
  const [parent, grandparent] = [path.at(-2), path.at(-3)];
  const outerNode = parent?.type === 'ForStatement' ? parent : grandparent;
  if (parent?.type === 'LabeledStatement' || grandparent?.type === 'LabeledStatement')
    return refuse('The loop has a label.');
  if (outerNode?.type !== 'ForStatement' || !isBodyOf(outerNode, parent, node))
    return refuse('There is no counted loop right around this one to swap it with.');
  const before = parent?.type === 'BlockStatement' ? parent.body : [node];
  const inner = readCountedLoop(node);
  const outer = readCountedLoop(outerNode);
  return {
    outer,
    inner,
    between: before.flatMap((statement) => readBetween(statement, node)),
    body: node.body,
    around: path.slice(0, path.indexOf(outerNode)),
  };
}

function isBodyOf(outer: ForStatement, parent: Node | undefined, node: ForStatement): boolean {
  return outer.body === node || outer.body === parent;
}

function readBetween(statement: Statement, inner: ForStatement): VariableDeclaration[] {
  if (statement === inner || statement.type === 'EmptyStatement') return [];
  const isConstant = statement.type === 'VariableDeclaration' && statement.kind === 'const';
  if (isConstant && (statement.start ?? 0) < (inner.start ?? 0)) return [statement];
  return refuse(
    'Between the two loops stands more than constants: it would have to be done in another order, or another number of times.',
  );
}

/** All nodes from the root to the loop. */
function findLoop(root: Node, { line, column }: { line: number; column: number }): Node[] | undefined {
  const onLine: Node[][] = [];
  visit(root, [], (path) => {
    const node = path.at(-1);
    if (node?.type === 'ForStatement' && node.loc?.start.line === line) onLine.push(path);
  });
  return (
    onLine.find((path) => path.at(-1)?.loc?.start.column === column - 1) ??
    (onLine.length === 1 ? onLine[0] : undefined)
  );
}

/** Calls back with the path to each node. */
export function visit(node: Node, above: readonly Node[], callback: (path: Node[]) => void): void {
  const path = [...above, node];
  callback(path);
  for (const child of childrenOf(node)) visit(child, path, callback);
}

export function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key.endsWith('omments')) return [];
    const candidates: unknown[] = Array.isArray(value) ? value : [value];
    return candidates.filter(isNode);
  });
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'loc' in value
  );
}
