import type { Expression, LVal, Node, PrivateName, Statement } from '@babel/types';
import { isReduction } from './reductions.js';
import { refuse } from './refuse.js';
import { nameOfBase, unwrap } from './unwrap.js';

/** One access of an array's element. */
export interface ElementAccess {
  /** What is indexed, as text: "sums", "this.cells". */
  base: string;
  /** One a dimension; names of properties are themselves. */
  indices: (Expression | string)[];
  isWrite: boolean;
  node: Node;
}

/** What is done in one turn. */
export interface BodyFacts {
  accesses: ElementAccess[];
  /** Declared inside, each once; what it is set to where it is a constant. */
  locals: Map<string, Expression | null>;
  /** Plain names that are read and are none of the locals. */
  reads: Set<string>;
  /** Plain names that are summed up over the turns. */
  sums: Set<string>;
  /** Lengths that are read: "cells", "this.rows". */
  lengths: Set<string>;
  /** Names of other properties that are read of what is not indexed: "width" of `this.width`. */
  properties: Set<string>;
}

/** Functions of Math that depend on their arguments alone. */
const IMPURE_MATH = new Set(['random']);

/**
 * Reads the body of the inner loop, and the constants in front of it.
 * @throws Refused at the first thing whose order or number may matter
 */
export function readBody(statements: readonly Statement[], isInteger: (node: Expression) => boolean): BodyFacts {
  const facts: BodyFacts = {
    accesses: [],
    locals: new Map(),
    reads: new Set(),
    sums: new Set(),
    lengths: new Set(),
    properties: new Set(),
  };
  for (const statement of statements) readStatement(statement, facts, isInteger);
  for (const name of facts.sums) {
    if (facts.reads.has(name))
      refuse(`\`${name}\` is summed up and read in the same turn: what is read depends on the order.`);
  }
  return facts;
}

type IsInteger = (node: Expression) => boolean;

function readStatement(statement: Statement, facts: BodyFacts, isInteger: IsInteger): void {
  switch (statement.type) {
    case 'EmptyStatement':
      return;
    case 'BlockStatement':
      for (const inner of statement.body) readStatement(inner, facts, isInteger);
      return;
    case 'ExpressionStatement':
      readEffect(statement.expression, facts, isInteger);
      return;
    case 'IfStatement':
      readExpression(statement.test, facts);
      readStatement(statement.consequent, facts, isInteger);
      if (statement.alternate) readStatement(statement.alternate, facts, isInteger);
      return;
    case 'VariableDeclaration':
      if (statement.kind !== 'const' && statement.kind !== 'let') refuse('A `var` inside the loop lives on after it.');
      for (const { id, init } of statement.declarations) {
        if (id.type !== 'Identifier') return refuse('A declaration inside the loop takes something apart.');
        if (facts.locals.has(id.name)) refuse(`\`${id.name}\` is declared twice inside the loop.`);
        if (init) readExpression(init, facts);
        facts.locals.set(id.name, statement.kind === 'const' ? (init ?? null) : null);
      }
      return;
    default:
      refuse(`The loop does more than read, compute and store: ${sayStatement(statement.type)}.`);
  }
}

function sayStatement(type: string): string {
  const words: Readonly<Record<string, string>> = {
    BreakStatement: '`break` ends it at another place when the order changes',
    ContinueStatement: '`continue`',
    ReturnStatement: '`return` ends it at another place when the order changes',
    ThrowStatement: '`throw` ends it at another place when the order changes',
    ForStatement: 'another loop is inside',
    ForOfStatement: 'another loop is inside',
    WhileStatement: 'another loop is inside',
  };
  return words[type] ?? type;
}

/** An expression that stands alone: an assignment, most often. */
function readEffect(expression: Expression, facts: BodyFacts, isInteger: IsInteger): void {
  const node = unwrap(expression);
  if (node.type === 'SequenceExpression') {
    for (const part of node.expressions) readEffect(part, facts, isInteger);
  } else if (node.type === 'AssignmentExpression' || node.type === 'UpdateExpression') {
    readAssignment(node, facts, isInteger);
  } else {
    readExpression(node, facts);
  }
}

function readAssignment(
  node: Extract<Expression, { type: 'AssignmentExpression' | 'UpdateExpression' }>,
  facts: BodyFacts,
  isInteger: IsInteger,
): void {
  const target = unwrap((node.type === 'UpdateExpression' ? node.argument : node.left) as Expression);
  if (target.type === 'Identifier') {
    if (facts.locals.has(target.name)) {
      if (node.type === 'AssignmentExpression') readExpression(node.right, facts);
      return;
    }
    const rest = isReduction(node, target.name, isInteger);
    if (rest === undefined)
      return refuse(
        `\`${target.name}\` is carried from one turn to the next; added up in another order, numbers with fractions come out differently.`,
      );
    if (facts.sums.has(target.name)) refuse(`\`${target.name}\` is summed up in two places of one turn.`);
    for (const part of rest) readExpression(part, facts);
    facts.sums.add(target.name);
    return;
  }
  if (target.type !== 'MemberExpression')
    return refuse('Something is assigned to that is neither a name nor an element.');
  addAccess(target, true, facts);
  if (node.type === 'UpdateExpression' || node.operator !== '=') addAccess(target, false, facts);
  if (node.type === 'AssignmentExpression') {
    if (/^(?:\|\||&&|\?\?)=$/.test(node.operator)) refuse('An assignment that is made only sometimes.');
    readExpression(node.right, facts);
  }
}

function readExpression(expression: Expression | PrivateName, facts: BodyFacts): void {
  const node = unwrap(expression as Expression);
  switch (node.type) {
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'BigIntLiteral':
    case 'ThisExpression':
      return;
    case 'Identifier':
      if (!facts.locals.has(node.name)) facts.reads.add(node.name);
      return;
    case 'BinaryExpression':
      if (node.operator === 'in' || node.operator === 'instanceof' || node.operator === '|>')
        refuse(`The loop uses \`${node.operator}\`.`);
      readExpression(node.left, facts);
      readExpression(node.right, facts);
      return;
    case 'LogicalExpression':
      readExpression(node.left, facts);
      readExpression(node.right, facts);
      return;
    case 'ConditionalExpression':
      readExpression(node.test, facts);
      readExpression(node.consequent, facts);
      readExpression(node.alternate, facts);
      return;
    case 'UnaryExpression':
      if (node.operator === 'delete' || node.operator === 'throw') refuse('The loop deletes or throws.');
      readExpression(node.argument, facts);
      return;
    case 'MemberExpression':
      readMember(node, facts);
      return;
    case 'CallExpression':
      readCall(node, facts);
      return;
    default:
      refuse(`The loop does more than read, compute and store (${node.type}).`);
  }
}

function readCall(node: Extract<Expression, { type: 'CallExpression' }>, facts: BodyFacts): void {
  const { callee } = node;
  const isMath =
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Math' &&
    callee.property.type === 'Identifier' &&
    !IMPURE_MATH.has(callee.property.name);
  if (!isMath) refuse('The loop calls a function, and nothing here says that it does not depend on the order.');
  for (const argument of node.arguments) {
    if (argument.type === 'SpreadElement' || argument.type === 'ArgumentPlaceholder')
      return refuse('The loop spreads values into a call.');
    readExpression(argument, facts);
  }
}

function readMember(node: Extract<Expression, { type: 'MemberExpression' }>, facts: BodyFacts): void {
  if (!node.computed && node.property.type === 'Identifier' && node.property.name === 'length') {
    if (isIndexed(node.object as Expression)) addAccess(node.object as Member, false, facts);
    else facts.lengths.add(nameOfBase(node.object));
    return;
  }
  // Math.PI and the like.
  if (!node.computed && node.object.type === 'Identifier' && node.object.name === 'Math') return;
  addAccess(node, false, facts);
}

type Member = Extract<Expression | LVal, { type: 'MemberExpression' }>;

function addAccess(node: Member, isWrite: boolean, facts: BodyFacts): void {
  const indices: ElementAccess['indices'] = [];
  let at: Expression = unwrap(node as Expression);
  while (at.type === 'MemberExpression' && isIndexed(at)) {
    const { computed, property, object } = at;
    if (computed) readExpression(property, facts);
    else if (property.type !== 'Identifier') return refuse('The loop uses a private field.');
    indices.unshift(computed ? (property as Expression) : (property as { name: string }).name);
    if (object.type === 'Super') return refuse('The loop uses `super`.');
    at = unwrap(object);
  }
  const base = nameOfBase(at);
  const [root = base] = base.split('.');
  if (!facts.locals.has(root)) facts.reads.add(root);
  if (indices.length === 0) {
    if (isWrite) refuse(`\`${base}\` is carried from one turn to the next.`);
    facts.properties.add(base.split('.').at(-1) ?? '');
    return;
  }
  facts.accesses.push({ base, indices, isWrite, node });
}

/** Whether something computed stands in it: `a[i]`, `a[i].x`, not `this.cells`. */
function isIndexed(node: Expression): boolean {
  const inner = unwrap(node);
  return inner.type === 'MemberExpression' && (inner.computed || isIndexed(inner.object as Expression));
}
