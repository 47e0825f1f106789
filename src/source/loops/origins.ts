import type { CallExpression, Expression, Function as FunctionNode, Node, NewExpression } from '@babel/types';
import { childrenOf, visit } from './find-nest.js';
import { unwrap } from './unwrap.js';

/** Places in the source where memory is made. Names whose origins are known and different are different memory. */
export type Origins = ReadonlySet<NewExpression | CallExpression | Extract<Expression, { type: 'ArrayExpression' }>>;

const TYPED_ARRAYS = /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array$/;
const INTEGER_ARRAYS = /^(?:Int|Uint)(?:8|16|32)(?:Clamped)?Array$/;
const DEEPEST = 6;

/** What a name means at a place: who declares it. */
interface Declaration {
  kind: 'constant' | 'parameter' | 'other';
  init?: Expression;
  /** Of a parameter. */
  owner?: FunctionNode;
  at?: number;
  around: Node[];
}

export interface OriginFinder {
  /** Undefined where memory may come from elsewhere. @param around nodes around the place, outermost first */
  find(expression: Expression, around: readonly Node[]): Origins | undefined;
}

export function createOriginFinder(program: Node): OriginFinder {
  const find = (expression: Expression, around: readonly Node[], depth: number): Origins | undefined => {
    const node = unwrap(expression);
    if (depth > DEEPEST) return undefined;
    if (node.type === 'ArrayExpression') return new Set([node]);
    if (node.type === 'NewExpression') return makesNew(node, around) ? new Set([node]) : undefined;
    if (node.type === 'CallExpression') return isArrayFrom(node) ? new Set([node]) : undefined;
    if (node.type !== 'Identifier') return undefined;
    const declared = declarationOf(node.name, around);
    if (declared?.kind === 'constant' && declared.init !== undefined)
      return find(declared.init, declared.around, depth + 1);
    if (declared?.kind !== 'parameter') return undefined;
    return findArguments(program, declared, (argument, path) => find(argument, path, depth + 1));
  };
  return { find: (expression, around) => find(expression, around, 0) };
}

/** Whether all memory of these origins holds small integers only. */
export function areIntegers(origins: Origins | undefined): boolean {
  return (
    origins !== undefined &&
    [...origins].every((node) => node.type === 'NewExpression' && INTEGER_ARRAYS.test(constructorOf(node)))
  );
}

/** Whether all are typed arrays: their length never changes. */
export function areTyped(origins: Origins | undefined): boolean {
  return (
    origins !== undefined &&
    [...origins].every((node) => node.type === 'NewExpression' && TYPED_ARRAYS.test(constructorOf(node)))
  );
}

function constructorOf({ callee }: NewExpression): string {
  return callee.type === 'Identifier' ? callee.name : '';
}

/** `new Float64Array(n)`: memory of its own, unless it is given a buffer. */
function makesNew(node: NewExpression, around: readonly Node[]): boolean {
  const name = constructorOf(node);
  const [argument, ...others] = node.arguments;
  if (!TYPED_ARRAYS.test(name) && name !== 'Array') return false;
  if (argument === undefined || name === 'Array') return true;
  return others.length === 0 && argument.type !== 'SpreadElement' && isNumber(argument as Expression, around, 0);
}

function isNumber(expression: Expression, around: readonly Node[], depth: number): boolean {
  const node = unwrap(expression);
  if (depth > DEEPEST) return false;
  if (node.type === 'NumericLiteral' || node.type === 'ArrayExpression') return true;
  if (node.type === 'BinaryExpression')
    return node.operator === '+'
      ? isNumber(node.left as Expression, around, depth + 1) && isNumber(node.right, around, depth + 1)
      : /^(?:[-*/%&|^]|\*\*|<<|>>>?)$/.test(node.operator);
  if (node.type === 'MemberExpression')
    return !node.computed && node.property.type === 'Identifier' && node.property.name === 'length';
  if (node.type === 'Identifier') {
    const declared = declarationOf(node.name, around);
    return (
      declared?.kind === 'constant' &&
      declared.init !== undefined &&
      isNumber(declared.init, declared.around, depth + 1)
    );
  }
  return false;
}

function isArrayFrom({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Array' &&
    callee.property.type === 'Identifier' &&
    (callee.property.name === 'from' || callee.property.name === 'of')
  );
}

/** Who declares a name, from the inside out. */
function declarationOf(name: string, around: readonly Node[]): Declaration | undefined {
  for (let depth = around.length - 1; depth >= 0; depth--) {
    const node = around[depth] as Node;
    const above = around.slice(0, depth + 1);
    if (isFunction(node)) {
      const at = node.params.findIndex((parameter) => parameter.type === 'Identifier' && parameter.name === name);
      if (at >= 0)
        return isReassigned(node, name)
          ? { kind: 'other', around: above }
          : { kind: 'parameter', owner: node, at, around: above };
      if (node.params.some((parameter) => parameter.type !== 'Identifier' && declares(parameter, name)))
        return { kind: 'other', around: above };
    }
    const found = declaredIn(node, name, above);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declaredIn(node: Node, name: string, around: Node[]): Declaration | undefined {
  const children =
    node.type === 'ForStatement' ? [node.init] : 'body' in node && Array.isArray(node.body) ? node.body : [];
  for (const child of children as (Node | null | undefined)[]) {
    const statement = child?.type === 'ExportNamedDeclaration' ? child.declaration : child;
    if (statement?.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        if (id.type === 'Identifier' && id.name === name)
          return statement.kind === 'const' && !!init ? { kind: 'constant', init, around } : { kind: 'other', around };
        if (id.type !== 'Identifier' && declares(id, name)) return { kind: 'other', around };
      }
    } else if (
      (statement?.type === 'FunctionDeclaration' || statement?.type === 'ClassDeclaration') &&
      statement.id?.name === name
    )
      return { kind: 'other', around };
  }
  return undefined;
}

function declares(pattern: Node, name: string): boolean {
  let found = false;
  visit(pattern, [], (path) => {
    const node = path.at(-1);
    if (node?.type === 'Identifier' && node.name === name) found = true;
  });
  return found;
}

function isReassigned(owner: FunctionNode, name: string): boolean {
  let found = false;
  visit(owner, [], (path) => {
    const node = path.at(-1);
    const target =
      node?.type === 'AssignmentExpression' ? node.left : node?.type === 'UpdateExpression' ? node.argument : undefined;
    if (target !== undefined && target.type !== 'MemberExpression' && declares(target, name)) found = true;
  });
  return found;
}

function isFunction(node: Node): node is FunctionNode {
  return /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod)$/.test(
    node.type,
  );
}

/** All that a parameter is ever given, where every use of its function is a call in this file. */
function findArguments(
  program: Node,
  { owner, at = 0 }: Declaration,
  find: (argument: Expression, around: readonly Node[]) => Origins | undefined,
): Origins | undefined {
  if (owner?.type !== 'FunctionDeclaration' || !owner.id) return undefined;
  const { name } = owner.id;
  const origins = new Set<NonNullable<Origins> extends ReadonlySet<infer Origin> ? Origin : never>();
  let isKnown = true;
  let calls = 0;
  visit(program, [], (path) => {
    const node = path.at(-1);
    if (node?.type !== 'Identifier' || node.name !== name || node === owner.id) return;
    const parent = path.at(-2);
    const argument = parent?.type === 'CallExpression' && parent.callee === node ? parent.arguments[at] : undefined;
    const isSpread = parent?.type === 'CallExpression' && parent.arguments.some(({ type }) => type === 'SpreadElement');
    const found =
      argument === undefined || argument.type === 'SpreadElement' || argument.type === 'ArgumentPlaceholder' || isSpread
        ? undefined
        : find(argument, path.slice(0, -2));
    if (found === undefined) isKnown = false;
    else for (const origin of found) origins.add(origin);
    calls++;
  });
  const isExported = isExportedFunction(program, owner);
  return isKnown && calls > 0 && !isExported ? origins : undefined;
}

function isExportedFunction(program: Node, owner: FunctionNode): boolean {
  return childrenOf(program).some(
    (child) =>
      (child.type === 'ExportNamedDeclaration' || child.type === 'ExportDefaultDeclaration') &&
      child.declaration === owner,
  );
}
