import type { Expression, Node } from '@babel/types';
import { refuse } from './refuse.js';

/** `this.cells`, `map`, `world.rows`: what is not computed. */
export function nameOfBase(expression: Node): string {
  const node = unwrap(expression as Expression);
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ThisExpression') return 'this';
  if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier')
    return `${nameOfBase(node.object)}.${node.property.name}`;
  return refuse('What is indexed is itself computed.');
}

/** Without brackets and without what TypeScript adds. */
export function unwrap(node: Expression): Expression {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return unwrap(node.expression);
    default:
      return node;
  }
}
