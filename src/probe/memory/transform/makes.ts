/**
 * Where objects are made: literals, `new`, and calls of the methods that give new arrays. Each is counted, `(h[7]++,{ x, y })`, where
 * brackets change nothing; V8's heap profiler tells no more than the function.
 */
import type { AnyNode, CallExpression, Expression, NewExpression, SpreadElement } from 'acorn';
import { Names } from './names.js';
import type { Context, Make, State } from './state.js';

/** Of V8 with pointers of 8 bytes: map, properties and elements; an array has a length, too, and its elements a head of their own. */
const OBJECT_HEAD_BYTES = 24;
const ARRAY_HEAD_BYTES = 48;
const TYPED_HEAD_BYTES = 104;
const WORD_BYTES = 8;
const MOST_KEYS = 64;
/** In a file: a bundle of 1 MB has about 5000. */
const MOST_MAKES = 8192;
/** Their names are those of arrays, strings and typed arrays alike: all give something new. */
const COPYING = new Set(
  'map filter slice concat flat flatMap splice toSorted toReversed toSpliced with split from of entries keys values'.split(
    ' ',
  ),
);
const TYPED = /^(?:Big)?(?:Int|Uint|Float)(8|16|32|64)(?:Clamped)?Array$/;

/** What stands directly in a node where a pair of brackets around it changes nothing, not even a message. */
export function noteMakes(node: AnyNode, { makable }: State, { frame, loops }: Context): void {
  // A table in the source may have many thousand parts, and is made once.
  const isOnce = frame !== null && frame.isModule && loops === 0;
  const note = (child: AnyNode | null | undefined): void => {
    if (child?.type === 'LogicalExpression') note(child.right);
    else if (child && describe(child) !== undefined) makable.add(child);
  };
  const notePart = (child: AnyNode | null): void => {
    if (!isOnce || (child?.type !== 'ObjectExpression' && child?.type !== 'ArrayExpression')) note(child);
  };
  switch (node.type) {
    case 'VariableDeclarator':
      if (!isNamedIfWrong(node.init, node.id)) note(node.init);
      break;
    case 'AssignmentExpression':
      if (!isNamedIfWrong(node.right, node.left)) note(node.right);
      break;
    case 'ReturnStatement':
      note(node.argument);
      break;
    case 'ArrowFunctionExpression':
      note(node.body);
      break;
    case 'CallExpression':
    case 'NewExpression':
      node.arguments.forEach(note);
      break;
    case 'ArrayExpression':
      node.elements.forEach(notePart);
      break;
    case 'Property':
      if (node.kind === 'init' && !node.method) notePart(node.value);
      break;
    case 'ConditionalExpression':
      note(node.consequent);
      note(node.alternate);
      break;
  }
}

/** Whether V8 says the text of what cannot be taken apart as this pattern has it. */
function isNamedIfWrong(value: AnyNode | null | undefined, target: AnyNode): boolean {
  if (target.type === 'ObjectPattern') return value?.type === 'CallExpression' || value?.type === 'LogicalExpression';
  return target.type === 'ArrayPattern' && value?.type !== 'CallExpression' && value?.type !== 'ArrayExpression';
}

/** Counts what is made here. A loop that stands twice counts in one place. */
export function countMake(node: AnyNode, state: State, { frame }: Context): void {
  const { makes, edits, source } = state;
  const known = makes.get(node);
  if (known === undefined && makes.size >= MOST_MAKES) return;
  const made = known ?? describe(node);
  if (made === undefined) return;
  const text = source.slice(node.start, node.end);
  const make =
    known ?? addMake(state, node, { ...made, text, functionName: frame?.name ?? '', functionAt: frame?.at ?? -1 });
  edits.insert(node.start, `(${Names.hits}[${make.id}]++,`);
  edits.insert(node.end, ')');
}

/** Fields of a class's objects, as its constructor sets them; counted where that begins. */
export function noteConstructor(node: AnyNode, state: State): void {
  if (node.type !== 'ClassDeclaration' && node.type !== 'ClassExpression') return;
  const { body } = node.body;
  const method = body.find((part) => part.type === 'MethodDefinition' && part.kind === 'constructor');
  if (method?.type !== 'MethodDefinition') return;
  const declared = body.flatMap((part) => (part.type === 'PropertyDefinition' && !part.static ? keyOf(part.key) : []));
  const assigned = method.value.body.body.flatMap((statement) =>
    statement.type === 'ExpressionStatement' ? assignedIn(statement.expression) : [],
  );
  const keys = [...new Set([...declared, ...assigned])];
  if (keys.length > 0) state.constructors.set(method.value, { name: node.id?.name ?? '', keys });
}

/** What counts executions of a class's constructor, where a directive may go before; nothing of any other function. */
export function countConstructor(node: AnyNode, state: State, functionAt: number): string {
  const found = state.constructors.get(node);
  if (found === undefined) return '';
  const { name, keys } = found;
  const bytes = OBJECT_HEAD_BYTES + WORD_BYTES * keys.length;
  const make = addMake(state, node, { what: 'constructor', keys, bytes, text: name, functionName: name, functionAt });
  return `;${Names.hits}[${make.id}]++;`;
}

function addMake(state: State, node: AnyNode, made: Omit<Make, 'id' | 'at'>): Make {
  const text = made.text.replaceAll(/\s+/g, ' ').slice(0, 80);
  const make = { ...made, id: state.nextRegion++, at: node.start, text, keys: made.keys.slice(0, MOST_KEYS) };
  state.makes.set(node, make);
  return make;
}

function assignedIn(node: Expression): string[] {
  if (node.type === 'SequenceExpression') return node.expressions.flatMap(assignedIn);
  if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return [];
  const { object, property, computed } = node.left;
  return object.type === 'ThisExpression' && !computed ? keyOf(property) : [];
}

function keyOf(key: AnyNode): string[] {
  return key.type === 'Identifier' ? [key.name] : key.type === 'Literal' ? [String(key.value)] : [];
}

type Made = Pick<Make, 'what' | 'keys' | 'bytes'>;

function describe(node: AnyNode): Made | undefined {
  switch (node.type) {
    case 'ObjectExpression': {
      const keys = node.properties.flatMap((part) =>
        part.type === 'Property' && !part.computed ? keyOf(part.key) : [],
      );
      const isWhole = keys.length === node.properties.length;
      return { what: 'object', keys, bytes: isWhole ? OBJECT_HEAD_BYTES + WORD_BYTES * keys.length : null };
    }
    case 'ArrayExpression': {
      const isWhole = node.elements.every((element) => element?.type !== 'SpreadElement');
      return { what: 'array', keys: [], bytes: isWhole ? ARRAY_HEAD_BYTES + WORD_BYTES * node.elements.length : null };
    }
    case 'NewExpression':
      return describeNew(node);
    case 'CallExpression':
      return isCopying(node) ? { what: 'array', keys: [], bytes: null } : undefined;
    default:
      return undefined;
  }
}

function describeNew({ callee, arguments: given }: NewExpression): Made {
  const name = callee.type === 'Identifier' ? callee.name : '';
  const bits = TYPED.exec(name)?.[1];
  const length = lengthIn(given[0]);
  if (bits !== undefined) {
    const bytes = length === null ? null : TYPED_HEAD_BYTES + (length * Number(bits)) / 8;
    return { what: 'typed-array', keys: [], bytes };
  }
  if (name !== 'Array') return { what: 'instance', keys: [], bytes: null };
  return { what: 'array', keys: [], bytes: length === null ? null : ARRAY_HEAD_BYTES + WORD_BYTES * length };
}

function lengthIn(node: Expression | SpreadElement | undefined): number | null {
  return node?.type === 'Literal' && typeof node.value === 'number' ? node.value : null;
}

function isCopying({ callee, optional }: CallExpression): boolean {
  if (callee.type === 'Identifier') return callee.name === 'structuredClone';
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || optional) return false;
  return callee.property.type === 'Identifier' && COPYING.has(callee.property.name);
}
