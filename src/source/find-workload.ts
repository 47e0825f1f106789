import type { Expression, File, Node, ObjectExpression } from '@babel/types';
import { nameOf } from './find-bindings.js';

/** What tells a workload from any other object a module exports. */
const REQUIRED_KEYS = ['worker', 'agents'];

/** The statement that exports a workload: `export default { worker, agents, … }` or its `module.exports` twin. */
export function findWorkload(file: File): Node | undefined {
  return file.program.body.find((statement) => {
    const object = objectOfWorkload(statement, file);
    return object !== undefined && REQUIRED_KEYS.every((key) => keysOf(object).includes(key));
  });
}

/** The object that a statement exports. */
export function objectOfWorkload(statement: Node, file: File): ObjectExpression | undefined {
  const exported = exportedValue(statement);
  return exported && objectOf(exported, file);
}

function exportedValue(statement: Node): Node | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
  if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression')
    return undefined;
  const { left, right } = statement.expression;
  const isModuleExports =
    left.type === 'MemberExpression' && nameOf(left.object) === 'module' && nameOf(left.property) === 'exports';
  return isModuleExports ? right : undefined;
}

/** Sees through type annotations, a helper call around it, and a constant defined in the same file. */
function objectOf(node: Node, file: File): ObjectExpression | undefined {
  switch (node.type) {
    case 'ObjectExpression':
      return node;
    case 'TSSatisfiesExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
      return objectOf(node.expression, file);
    case 'CallExpression':
      return node.arguments[0] && objectOf(node.arguments[0], file);
    case 'Identifier': {
      const value = constantOf(node.name, file);
      return value?.type === 'Identifier' ? undefined : value && objectOf(value, file);
    }
    default:
      return undefined;
  }
}

function constantOf(name: string, file: File): Expression | undefined {
  for (const statement of file.program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    const found = statement.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
    if (found) return found.init ?? undefined;
  }
  return undefined;
}

function keysOf(object: ObjectExpression): string[] {
  return object.properties.map((property) => (property.type === 'SpreadElement' ? '' : nameOf(property.key)));
}
