/** Where in a user's source the options of a pool stand. */
import type { CallExpression, Expression, File, NewExpression, Node, ObjectExpression } from '@babel/types';
import { findBindings, nameOf, type Binding } from './find-bindings.js';
import { classifyNew } from './find-sites.js';
import { findWorkload, objectOfWorkload } from './find-workload.js';
import { walkNodes } from './walk-nodes.js';

/** 1-based line and column, as a stack names them. */
export interface SourcePosition {
  line: number;
  column: number;
}

/**
 * `object`: they are written out. `argument`: there are none, and they can be put at `offset` in this form. `property`:
 * there are none, and they can become the property `options` of that object.
 */
export type PoolOptionsPlace =
  | { kind: 'object'; object: ObjectExpression; ofWorkload: boolean }
  | { kind: 'argument'; offset: number; before: string; after: string }
  | { kind: 'property'; object: ObjectExpression };

/**
 * The options of the pool made at a position: of `new Piscina(…)`, `new Tinypool(…)`, `workerpool.pool(…)`, or of the
 * workload that the file exports there. Null where they come from elsewhere (a variable, a function) or it is not certain
 * which pool is meant.
 */
export function findPoolOptions(file: File, position: SourcePosition): PoolOptionsPlace | null {
  const bindings = findBindings(file);
  const here: (NewExpression | CallExpression)[] = [];
  walkNodes(file.program, (node) => {
    if (node.loc?.start.line === position.line && makesPool(node, bindings)) here.push(node);
  });
  if (here.length === 0) return findWorkloadOptions(file, position);
  const exact = here.filter(({ loc }) => loc?.start.column === position.column - 1);
  const [call] = exact.length === 1 ? exact : here;
  if (call === undefined || (exact.length !== 1 && here.length !== 1)) return null;
  return optionsOfCall(call);
}

function makesPool(node: Node, bindings: Map<string, Binding>): node is NewExpression | CallExpression {
  if (node.type === 'NewExpression') {
    const kind = classifyNew(node, bindings);
    return kind === 'piscina' || kind === 'tinypool';
  }
  if (node.type !== 'CallExpression') return false;
  const { callee } = node;
  if (callee.type === 'Identifier') {
    const binding = bindings.get(callee.name);
    return binding?.module === 'workerpool' && binding.exported === 'pool';
  }
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    bindings.get(callee.object.name)?.module === 'workerpool' &&
    nameOf(callee.property) === 'pool'
  );
}

/** Piscina and tinypool take options first and alone; workerpool takes them alone or behind the worker's file. */
function optionsOfCall(call: NewExpression | CallExpression): PoolOptionsPlace | null {
  const args = call.arguments;
  const last = args.at(-1);
  const most = call.type === 'NewExpression' ? 1 : 2;
  if (args.length > most) return null;
  if (last === undefined) return missingArgument(call);
  const object = unwrap(last);
  if (object.type === 'ObjectExpression') return { kind: 'object', object, ofWorkload: false };
  const isFile = object.type === 'StringLiteral' || object.type === 'TemplateLiteral';
  if (call.type === 'NewExpression' || args.length === most || !isFile) return null;
  return { kind: 'argument', offset: last.end ?? 0, before: ', ', after: '' };
}

/** `new Piscina()`, or `new Piscina` without parentheses. */
function missingArgument({ callee, end, extra, type }: NewExpression | CallExpression): PoolOptionsPlace | null {
  if (typeof end !== 'number' || typeof callee.end !== 'number') return null;
  const isBare = type === 'NewExpression' && end === callee.end && extra?.['parenthesized'] !== true;
  return isBare
    ? { kind: 'argument', offset: end, before: '(', after: ')' }
    : { kind: 'argument', offset: end - 1, before: '', after: '' };
}

/** Profiles place a workload's pool on the line of its export. */
function findWorkloadOptions(file: File, { line }: SourcePosition): PoolOptionsPlace | null {
  const workload = findWorkload(file);
  if (workload?.loc?.start.line !== line) return null;
  const object = objectOfWorkload(workload, file);
  // A spread could bring options along.
  if (object === undefined || object.properties.some(({ type }) => type === 'SpreadElement')) return null;
  const [options, ...more] = object.properties.flatMap((property) =>
    property.type !== 'SpreadElement' && nameOf(property.key) === 'options' ? [property] : [],
  );
  if (options === undefined) return { kind: 'property', object };
  if (options.type !== 'ObjectProperty' || options.computed || more.length > 0) return null;
  const value = unwrap(options.value);
  return value.type === 'ObjectExpression' ? { kind: 'object', object: value, ofWorkload: true } : null;
}

/** Sees through type annotations. */
function unwrap(node: Node): Node {
  const isAnnotated = node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression';
  return isAnnotated || node.type === 'ParenthesizedExpression' ? unwrap(node.expression) : node;
}

/** Whether the value is a number written down or worked out from the machine alone, so that another can stand for it. */
export function isOwnNumber(value: Node): value is Expression {
  switch (value.type) {
    case 'NumericLiteral':
      return true;
    case 'UnaryExpression':
      return isOwnNumber(value.argument);
    case 'BinaryExpression':
      return isOwnNumber(value.left) && isOwnNumber(value.right);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return isOwnNumber(value.expression);
    case 'MemberExpression':
      return nameOf(value.property) === 'length' && isCallOf(value.object, 'cpus');
    case 'CallExpression':
      return isCallOf(value, 'availableParallelism') || (isMath(value) && value.arguments.every(isOwnNumber));
    default:
      return false;
  }
}

/** `name()` or `os.name()`. */
function isCallOf(node: Node, name: string): boolean {
  if (node.type !== 'CallExpression' || node.arguments.length > 0) return false;
  const { callee } = node;
  return nameOf(callee) === name || (callee.type === 'MemberExpression' && nameOf(callee.property) === name);
}

function isMath({ callee }: CallExpression): boolean {
  return callee.type === 'MemberExpression' && nameOf(callee.object) === 'Math';
}
