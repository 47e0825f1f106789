/** Accesses: `a[i]`, `o.x`, `Atomics.op(a, i)` with the index, or the object, passing through the recorder. */
import type { AnyNode, CallExpression, MemberExpression } from 'acorn';
import { baseTemp, guardOf, indexTemp, Names } from './names.js';
import { addSite, regionAt, temp, type Access, type Context, type Region, type State } from './state.js';
import { hasOptional, isClass, isFunction } from './syntax.js';

type Base =
  /** Read again for the recorder. */
  | { kind: 'name'; text: string }
  /** Kept in a temporary. */
  | { kind: 'temp'; text: string };

function isAnonymous(node: AnyNode): boolean {
  return isFunction(node) || isClass(node);
}

function baseOf(node: AnyNode, state: State, context: Context): Base | null {
  if (node.type === 'ThisExpression') return { kind: 'name', text: 'this' };
  if (node.type === 'Identifier') {
    if (node.name === 'arguments') return null;
    if (state.variables.has(node.name)) return { kind: 'name', text: node.name };
  }
  // A function in a temporary would be named after it; a chain that may end early may not be taken apart.
  if (node.type === 'Super' || node.type === 'ArrayExpression' || isAnonymous(node) || hasOptional(node)) return null;
  return { kind: 'temp', text: temp(context, baseTemp(context.depth)) };
}

function visitBase(node: AnyNode, base: Base, state: State, context: Context): void {
  if (base.kind === 'name') return state.visit(node, context);
  const isSequence = node.type === 'SequenceExpression';
  state.edits.insert(node.start, `(${base.text}=${isSequence ? '(' : ''}`);
  state.visit(node, context);
  state.edits.insert(node.end, isSequence ? '))' : ')');
}

function canIndex(node: AnyNode): boolean {
  if (node.type === 'Literal') return typeof node.value === 'number';
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier') return node.object.name !== 'Symbol';
  return node.type !== 'PrivateIdentifier' && node.type !== 'TemplateLiteral' && !isAnonymous(node);
}

/** `[i]` → `[k(a,i,S)]` in a copy; else `[(t=i,g&&(g=q(a,t,S)),t)]`. */
function wrapIndex(index: AnyNode, base: Base, site: number, region: Region, state: State, context: Context): void {
  const { edits } = state;
  const inner = { ...context, depth: context.depth + 1 };
  const [open, close] = index.type === 'SequenceExpression' ? ['(', ')'] : ['', ''];
  if (context.isCopy) {
    edits.insert(index.start, `${Names.index}(${base.text},${open}`);
    state.visit(index, inner);
    edits.insert(index.end, `${close},${site})`);
    return;
  }
  const guard = guardOf(region.id);
  const isNumber = index.type === 'Literal';
  const name = isNumber ? state.source.slice(index.start, index.end) : temp(context, indexTemp(context.depth));
  const record = `${guard}&&(${guard}=${Names.guardedIndex}(${base.text},${name},${site}))`;
  if (isNumber) {
    edits.insert(index.start, `(${record},`);
    edits.insert(index.end, ')');
    return;
  }
  edits.insert(index.start, `(${name}=${open}`);
  state.visit(index, inner);
  edits.insert(index.end, `${close},${record},${name})`);
}

/** @returns false when it is left as it is */
export function visitElement(node: MemberExpression, use: Access, state: State, context: Context): boolean {
  if (!canIndex(node.property)) return false;
  const region = regionAt(state, context);
  if (region === null) return false;
  const base = baseOf(node.object, state, context);
  if (base === null) return false;
  visitBase(node.object, base, state, context);
  const end = state.fieldEnds.get(node) ?? node.end;
  const site = addSite(state, region, node, 'element', use, state.source.slice(node.start, end));
  wrapIndex(node.property, base, site, region, state, context);
  return true;
}

/** `o.x` → `(g&&(g=m(o,S)),o).x` */
export function visitProperty(node: MemberExpression, use: Access, state: State, context: Context): boolean {
  const { object, property } = node;
  // Of `a[i].x` the element is recorded; its text tells which field is read of it.
  if (object.type === 'MemberExpression' && object.computed) state.fieldEnds.set(object, node.end);
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return false;
  if (property.name === 'length' || !state.variables.has(object.name)) return false;
  const region = regionAt(state, context);
  if (region === null) return false;
  // In a copy each is recorded, and in a function, where that costs nothing but while functions are recorded; in a loop that is
  // recorded in place one of an object, as more would slow what is not recorded.
  const isEach = context.isCopy || region.isFunction;
  const key = isEach ? `${region.id} ${object.name}.${property.name}` : `${region.id} ${object.name}`;
  if (context.seen.has(key)) return false;
  context.seen.add(key);
  const site = addSite(state, region, node, 'property', use, state.source.slice(node.start, node.end));
  const guard = guardOf(region.id);
  const call = `${Names.object}(${object.name},${site})`;
  state.edits.insert(object.start, context.isCopy ? `(${call},` : `(${guard}&&(${guard}=${call}),`);
  state.edits.insert(object.end, ')');
  return true;
}

const ATOMICS: Readonly<Record<string, Access>> = {
  load: 'read',
  wait: 'read',
  waitAsync: 'read',
  store: 'write',
  add: 'both',
  and: 'both',
  compareExchange: 'both',
  exchange: 'both',
  or: 'both',
  sub: 'both',
  xor: 'both',
};

/** `Atomics.add(a, i, v)`: as a[i], with the index wrapped. */
export function visitAtomic(node: CallExpression, state: State, context: Context): boolean {
  const { callee } = node;
  if (callee.type !== 'MemberExpression' || callee.computed || callee.optional || node.optional) return false;
  if (callee.object.type !== 'Identifier' || callee.object.name !== 'Atomics' || state.variables.has('Atomics')) {
    return false;
  }
  const use = callee.property.type === 'Identifier' ? ATOMICS[callee.property.name] : undefined;
  const [array, index, ...rest] = node.arguments;
  if (use === undefined || array === undefined || index === undefined) return false;
  if (array.type === 'SpreadElement' || index.type === 'SpreadElement' || !canIndex(index)) return false;
  const region = regionAt(state, context);
  const base = region === null ? null : baseOf(array, state, context);
  if (region === null || base === null) return false;
  visitBase(array, base, state, context);
  const site = addSite(state, region, node, 'atomic', use, state.source.slice(node.start, node.end));
  wrapIndex(index, base, site, region, state, context);
  for (const argument of rest) state.visit(argument, context);
  return true;
}
