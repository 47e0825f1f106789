/** Source in, source out that records what it does with memory; positions of lines stay. */
import type { AnyNode, BreakStatement, CallExpression, ContinueStatement } from 'acorn';
import { visitAtomic, visitElement, visitProperty } from './accesses.js';
import { countMake, noteConstructor, noteMakes } from './makes.js';
import { isJump, tallyAll } from './counters.js';
import { applyEdits, Edits, type Edit } from './edits.js';
import { visitFunction, visitProgram, type FunctionNode } from './functions.js';
import { visitLoop, type Labelled } from './loops.js';
import { PREFIX } from './names.js';
import { parseModule } from './parse.js';
import type { Access, Context, Make, Region, Site, State } from './state.js';
import { childrenOf, isFunction, isLoop, variableNames } from './syntax.js';

export interface Transformed {
  code: string;
  edits: readonly Edit[];
  regions: Region[];
  sites: Site[];
  makes: Make[];
  /** The first ids that are not taken. */
  nextRegion: number;
  nextSite: number;
}

export interface TransformOptions {
  /** Undefined = found out from the source, as Node does. */
  module: boolean | undefined;
  nextRegion: number;
  nextSite: number;
}

/**
 * @returns undefined when there is nothing in it to record
 * @throws what it cannot transform, with the reason as the message
 */
export function transformSource(source: string, options: TransformOptions): Transformed | undefined {
  if (!/[[.{]/.test(source)) return undefined;
  if (source.includes(PREFIX)) throw new Error(`it uses names that begin with ${PREFIX}`);
  const { program, comments } = parseModule(source, options.module);
  const edits = new Edits();
  const state: State = {
    source,
    comments,
    variables: variableNames(program),
    edits,
    regions: [],
    sites: [],
    nextRegion: options.nextRegion,
    nextSite: options.nextSite,
    uses: new Map(),
    makable: new Set(),
    makes: new Map(),
    constructors: new Map(),
    fieldEnds: new Map(),
    callbacks: new Set(),
    names: new Map(),
    visit: (node, context) => visit(node, state, context),
  };
  visitProgram(program, state);
  const makes = [...state.makes.values()];
  if (state.sites.length === 0 && makes.length === 0) return undefined;
  const sorted = withoutIdleSemicolons(edits.sorted(), state);
  const code = applyEdits(source, sorted);
  const regions = state.regions.filter(({ sites }) => sites > 0);
  const { sites, nextRegion, nextSite } = state;
  return { code, edits: sorted, regions, sites, makes, nextRegion, nextSite };
}

/** Statements that may end without a semicolon, which what is put behind them could take for its own. */
const ENDED_BY_LINE = new Set([
  'ExpressionStatement',
  'VariableDeclaration',
  'ReturnStatement',
  'ThrowStatement',
  'BreakStatement',
  'ContinueStatement',
  'DebuggerStatement',
  'ExportDefaultDeclaration',
]);

/** A semicolon in place of a line's end is kept before what was put right behind it; elsewhere it is only another text. */
function withoutIdleSemicolons(edits: readonly Edit[], { source, comments }: State): Edit[] {
  const commentEnds = new Map(comments.map(({ start, end }) => [start, end]));
  const isBlank = (from: number, to: number): boolean => {
    for (let at = from; at < to; at = commentEnds.get(at) ?? at + 1) {
      if (!commentEnds.has(at) && /\S/.test(source.charAt(at))) return false;
    }
    return true;
  };
  return edits.filter(({ start, text }, at) => {
    const next = edits[at + 1];
    return text !== ';' || (next !== undefined && isBlank(start, next.start));
  });
}

function visit(node: AnyNode, state: State, context: Context): void {
  const leaves = isJump(node, context);
  if (leaves) state.edits.insert(node.start, `{${tallyAll(context)}`);
  visitStatement(node, state, context);
  if (leaves) state.edits.insert(node.end, '}');
}

function visitStatement(node: AnyNode, state: State, context: Context): void {
  const { edits, source } = state;
  visitNode(node, state, context);
  if (!ENDED_BY_LINE.has(node.type) || source[node.end - 1] === ';' || state.uses.get(node) === 'leave') return;
  if (node.type === 'ExportDefaultDeclaration' && node.declaration.type.endsWith('Declaration')) return;
  edits.insert(node.end, ';');
}

function visitNode(node: AnyNode, state: State, context: Context): void {
  if (state.makable.has(node)) countMake(node, state, context);
  noteMakes(node, state, context);
  noteConstructor(node, state);
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      visitFunction(node, nameOf(node, state), state, context);
      return;
    case 'PropertyDefinition':
    case 'StaticBlock':
      // Evaluated where the temporaries of the surrounding function are out of reach.
      for (const child of childrenOf(node)) state.visit(child, { ...context, frame: null, region: null });
      return;
    case 'LabeledStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      visitLabelled(node, state, context);
      return;
    case 'WithStatement':
      return;
    case 'SwitchStatement':
      for (const child of childrenOf(node)) state.visit(child, { ...context, breaksLoop: false });
      return;
    case 'BreakStatement':
      leaveLoop(node, state, context);
      return;
    case 'ContinueStatement':
      if (node.label && context.ownLabels.has(node.label.name)) jump(node, 'continue', state);
      return;
    case 'MemberExpression': {
      const use = state.uses.get(node) ?? 'read';
      if (use !== 'leave' && context.region !== null && visitMember(node, use, state, context)) return;
      break;
    }
    case 'CallExpression':
      if (visitAtomic(node, state, context)) return;
      break;
  }
  noteUses(node, state);
  noteNames(node, state);
  noteCallbacks(node, state);
  for (const child of childrenOf(node)) state.visit(child, context);
}

function visitMember(
  node: AnyNode & { type: 'MemberExpression' },
  use: Access,
  state: State,
  context: Context,
): boolean {
  return node.computed ? visitElement(node, use, state, context) : visitProperty(node, use, state, context);
}

/** What the members directly in a node are used for. A called or deleted one stays: its text is in error messages. */
function noteUses(node: AnyNode, { uses }: State): void {
  const note = (child: AnyNode | null | undefined, use: Access | 'leave'): void => {
    if (child?.type === 'MemberExpression') uses.set(child, use);
  };
  switch (node.type) {
    case 'AssignmentExpression':
      note(node.left, node.operator === '=' ? 'write' : 'both');
      break;
    case 'UpdateExpression':
      note(node.argument, 'both');
      break;
    case 'UnaryExpression':
      if (node.operator !== 'delete') break;
      note(node.argument.type === 'ChainExpression' ? node.argument.expression : node.argument, 'leave');
      break;
    case 'CallExpression':
    case 'NewExpression':
      note((node as CallExpression).callee, 'leave');
      break;
    case 'TaggedTemplateExpression':
      note(node.tag, 'leave');
      break;
    case 'ArrayPattern':
      node.elements.forEach((element) => note(element, 'write'));
      break;
    case 'ObjectPattern':
      node.properties.forEach((property) => note(property.type === 'Property' ? property.value : null, 'write'));
      break;
    case 'AssignmentPattern':
      note(node.left, 'write');
      break;
    case 'RestElement':
      note(node.argument, 'write');
      break;
  }
}

function visitLabelled(node: AnyNode, state: State, context: Context): void {
  const labels = new Set<string>();
  let inner = node;
  while (inner.type === 'LabeledStatement') {
    labels.add(inner.label.name);
    inner = inner.body;
  }
  if (!isLoop(inner)) return state.visit(inner, context);
  const labelled: Labelled = { start: node.start, labels };
  if (inner.type === 'ForStatement' && inner.init?.type === 'VariableDeclaration') state.uses.set(inner.init, 'leave');
  if (inner.type === 'ForInStatement' || inner.type === 'ForOfStatement') {
    state.uses.set(inner.left, inner.left.type === 'VariableDeclaration' ? 'leave' : 'write');
  }
  visitLoop(inner, labelled, state, context);
}

/** In a recorded copy, a `break` of the loop leaves the other copy too. */
function leaveLoop(node: BreakStatement, state: State, context: Context): void {
  const isOwn = node.label ? context.ownLabels.has(node.label.name) : context.breaksLoop;
  if (isOwn && context.leave !== null) jump(node, `break ${context.leave}`, state);
}

/** The rest of the statement stays: its semicolon may be on another line. */
function jump(node: BreakStatement | ContinueStatement, text: string, { edits }: State): void {
  const keyword = node.type === 'BreakStatement' ? 'break' : 'continue';
  edits.replace(node.start, node.label?.end ?? node.start + keyword.length, text);
}

const EACH = new Set(
  'forEach map filter some every find findIndex findLast findLastIndex flatMap reduce reduceRight'.split(' '),
);

/** Functions that stand where a method of arrays takes what it calls for each element. */
function noteCallbacks(node: AnyNode, { callbacks }: State): void {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.computed) return;
  const { property } = node.callee;
  const [first] = node.arguments;
  if (property.type === 'Identifier' && EACH.has(property.name) && first !== undefined && isFunction(first))
    callbacks.add(first);
}

/** Functions that are named after what they are put into, as in a CPU profile. */
function noteNames(node: AnyNode, { names }: State): void {
  if (node.type === 'VariableDeclarator') note(node.init, node.id);
  else if (node.type === 'AssignmentExpression') note(node.right, node.left);
  else if (node.type === 'MethodDefinition' || node.type === 'PropertyDefinition' || node.type === 'Property') {
    note(node.value, node.key);
  }
  function note(value: AnyNode | null | undefined, target: AnyNode): void {
    const key = target.type === 'MemberExpression' ? target.property : target;
    if (!value || !isFunction(value)) return;
    if (key.type === 'Identifier') names.set(value, key.name);
    else if (key.type === 'PrivateIdentifier') names.set(value, `#${key.name}`);
    else if (key.type === 'Literal') names.set(value, String(key.value));
  }
}

function nameOf(node: FunctionNode, { names }: State): string {
  return (node.type === 'ArrowFunctionExpression' ? undefined : node.id?.name) ?? names.get(node) ?? '';
}
