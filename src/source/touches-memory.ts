import type { Node } from '@babel/types';
import { parseSource } from './parse-source.js';
import { walkNodes } from './walk-nodes.js';

const LOOPS = new Set(['ForStatement', 'WhileStatement', 'DoWhileStatement', 'ForOfStatement', 'ForInStatement']);
const ALLOCATIONS = new Set(['NewExpression', 'ObjectExpression', 'ArrayExpression', 'SpreadElement']);
/** Methods of arrays that are loops themselves. */
const ARRAY_LOOPS = /^(?:forEach|map|filter|reduce|reduceRight|some|every|find|findIndex|flatMap|sort|fill)$/;

/**
 * Whether a function has a loop that goes through data: indexes, reads properties, or makes objects. A function called from such
 * a loop in the same file counts too, where it does so itself.
 *
 * @param place where the function begins, 1-based, as a CPU profile names it; line 0 = the file's own code
 */
export function touchesMemory(text: string, place: { line: number; column: number }): boolean {
  const file = parseSource(text, 'typescript') ?? parseSource(text, 'typescriptreact');
  if (file === undefined) return false;
  const own = findFunction(file.program, place) ?? file.program;
  let found = false;
  walkNodes(own, (node) => {
    if (!found && isLoop(node)) found = touches(node);
  });
  // Without a loop of its own it is hot because others call it again and again.
  return found || (own !== file.program && touches(own));
}

/** The innermost function that begins on the line: profiles count columns from the name or from the bracket. */
function findFunction(program: Node, { line }: { line: number }): Node | undefined {
  let best: Node | undefined;
  walkNodes(program, (node) => {
    const isFunction = /Function|ObjectMethod|ClassMethod|ClassPrivateMethod/.test(node.type);
    if (!isFunction || node.loc?.start.line !== line) return;
    if (best === undefined || sizeOf(node) < sizeOf(best)) best = node;
  });
  return best;
}

function sizeOf({ start, end }: Node): number {
  return (end ?? 0) - (start ?? 0);
}

function isLoop(node: Node): boolean {
  if (LOOPS.has(node.type)) return true;
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { property } = node.callee;
  return property.type === 'Identifier' && ARRAY_LOOPS.test(property.name);
}

function touches(node: Node): boolean {
  let found = false;
  walkNodes(node, (inside) => {
    if (inside.type === 'MemberExpression') {
      const isMath = inside.object.type === 'Identifier' && inside.object.name === 'Math';
      if (!isMath) found = true;
    } else if (ALLOCATIONS.has(inside.type)) found = true;
  });
  return found;
}
