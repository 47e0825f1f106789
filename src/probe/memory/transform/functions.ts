/** Functions: where their temporaries are declared, and whether their own accesses are recorded. */
import type {
  AnonymousFunctionDeclaration,
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Program,
} from 'acorn';
import { countConstructor } from './makes.js';
import { guardOf, Names } from './names.js';
import type { Context, Frame, State } from './state.js';

export type FunctionNode =
  FunctionDeclaration | AnonymousFunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Executions of a function between two looks at the clock: a power of two, so many that looking costs nothing. */
const LOOKS_EVERY = 1024;

function openFrame(name: string, at: number, kind: Pick<Frame, 'isModule' | 'isCallback'>): Frame {
  return { name, at, temps: new Set(), own: null, declaration: null, ...kind };
}

export function contextOf(frame: Frame): Context {
  return {
    frame,
    region: 'function',
    isCopy: false,
    depth: 0,
    loops: 0,
    ownLabels: new Set(),
    leave: null,
    breaksLoop: false,
    seen: new Set(),
    counted: [],
  };
}

/** V8 says a function begins at its parameters. */
function beginOf(node: FunctionNode, source: string): number {
  if (node.type === 'ArrowFunctionExpression') {
    return node.async ? source.slice(node.start + 5, node.end).search(/\S/) + node.start + 5 : node.start;
  }
  const from = node.id?.end ?? node.start;
  const open = source.indexOf('(', from);
  return open < 0 ? node.start : open;
}

/** After the directives, before the first other statement. */
function bodyStart(statements: readonly AnyNode[], otherwise: number): number {
  for (const statement of statements) {
    if (statement.type !== 'ExpressionStatement' || statement.directive === undefined) return statement.start;
    otherwise = statement.end;
  }
  return otherwise;
}

function declare(frame: Frame): string {
  const names = [...frame.temps];
  let count = '';
  if (frame.own !== null && frame.own.sites > 0) {
    const { id } = frame.own;
    names.unshift(`${guardOf(id)}=${Names.functions}&&--${Names.counts}[${id}]<0&&${Names.enter}(${id})`);
    // A program may be in functions alone for long, where no loop begins that would ask.
    count = `(++${Names.hits}[${id}]&${LOOKS_EVERY - 1})||${Names.look}(${id});`;
  }
  return names.length === 0 ? '' : `let ${names.join(',')};${count}`;
}

export function visitFunction(node: FunctionNode, name: string, state: State, context: Context): void {
  const { edits, source } = state;
  // Parameters are evaluated where the body's temporaries are not yet known.
  const outside: Context = { ...context, frame: null, region: null };
  for (const parameter of node.params) state.visit(parameter, outside);
  const frame = openFrame(name, beginOf(node, source), { isModule: false, isCallback: state.callbacks.has(node) });
  const inside = contextOf(frame);
  if (node.body.type === 'BlockStatement') {
    frame.declaration = edits.insert(bodyStart(node.body.body, node.body.start + 1), '');
    for (const statement of node.body.body) state.visit(statement, inside);
    finish(frame, node.body.start, node.body.end);
    frame.declaration.text += countConstructor(node, state, frame.at);
    return;
  }
  const arrow = arrowEnd(node, state);
  const begin = edits.insert(arrow, '');
  frame.declaration = begin;
  state.visit(node.body, inside);
  finish(frame, node.body.start, node.body.end);
  if (begin.text === '') return;
  begin.text = `{${begin.text}return(`;
  edits.insert(node.end, ');}');
}

function finish(frame: Frame, start: number, end: number): void {
  if (frame.declaration !== null) frame.declaration.text = declare(frame);
  if (frame.own === null) return;
  frame.own.start = start;
  frame.own.end = end;
}

/** The offset right after an arrow function's `=>`. */
function arrowEnd(node: FunctionNode, { source, comments }: State): number {
  let at = node.params.at(-1)?.end ?? node.start;
  for (;;) {
    const comment = comments.find(({ start, end }) => start <= at && at < end);
    if (comment !== undefined) at = comment.end;
    else if (source.startsWith('=>', at)) return at + 2;
    else at++;
  }
}

export function visitProgram(node: Program, state: State): void {
  const frame = openFrame('', -1, { isModule: true, isCallback: false });
  frame.declaration = state.edits.insert(bodyStart(node.body, node.end), '');
  const context = contextOf(frame);
  for (const statement of node.body) state.visit(statement, context);
  frame.declaration.text = declare(frame);
}
