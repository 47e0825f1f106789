import type { Expression, File, LVal, Node } from '@babel/types';
import { walkNodes } from './walk-nodes.js';

/** What a name of the file stands for: an export of a module; `exported` is '*' for the module as a whole. */
export interface Binding {
  module: string;
  exported: string;
}

/** Names bound by `import` and by `require`, anywhere in the file. */
export function findBindings(file: File): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  walkNodes(file.program, (node) => {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers) {
        const exported =
          specifier.type === 'ImportNamespaceSpecifier'
            ? '*'
            : specifier.type === 'ImportDefaultSpecifier'
              ? 'default'
              : nameOf(specifier.imported);
        bindings.set(specifier.local.name, { module: node.source.value, exported });
      }
    } else if (node.type === 'VariableDeclarator') {
      bindRequire(node.id as LVal, node.init, bindings);
    }
  });
  return bindings;
}

function bindRequire(target: LVal, init: Expression | null | undefined, bindings: Map<string, Binding>): void {
  const required = requiredModule(init);
  if (required === undefined) return;
  if (target.type === 'Identifier') {
    bindings.set(target.name, required);
  } else if (target.type === 'ObjectPattern') {
    for (const property of target.properties) {
      if (property.type !== 'ObjectProperty' || property.value.type !== 'Identifier') continue;
      bindings.set(property.value.name, { module: required.module, exported: nameOf(property.key) });
    }
  }
}

/** `require('m')`, `require('m').name`, `await import('m')`. */
function requiredModule(node: Node | null | undefined): Binding | undefined {
  if (node?.type === 'MemberExpression') {
    const whole = requiredModule(node.object);
    return whole && { module: whole.module, exported: nameOf(node.property) };
  }
  const call = node?.type === 'AwaitExpression' ? node.argument : node;
  if (call?.type === 'ImportExpression') {
    return call.source.type === 'StringLiteral' ? { module: call.source.value, exported: '*' } : undefined;
  }
  if (call?.type !== 'CallExpression') return undefined;
  const isRequire =
    call.callee.type === 'Import' || (call.callee.type === 'Identifier' && call.callee.name === 'require');
  const [argument] = call.arguments;
  return isRequire && argument?.type === 'StringLiteral' ? { module: argument.value, exported: '*' } : undefined;
}

/** The name of an identifier or string key; '' for anything computed. */
export function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'StringLiteral' ? node.value : '';
}
