/**
 * Loops. One that holds no loop and no function stands twice: a recorded copy on one line, which ends when its budget is
 * spent, and the loop as it was, which goes on from there. Any other is recorded in place, under a guard.
 */
import type { AnyNode, DoWhileStatement, ForInStatement, ForOfStatement, ForStatement, WhileStatement } from 'acorn';
import { applyEdits, Edits } from './edits.js';
import { countIn, countOne, tally } from './counters.js';
import { guardOf, iteratedTemp, labelOf, Names, TEST_TEMP } from './names.js';
import { addRegion, addSite, temp, type Context, type Region, type State } from './state.js';
import { factsOf, type LoopNode } from './syntax.js';

export interface Labelled {
  /** Where the statement begins, labels and all. */
  start: number;
  labels: ReadonlySet<string>;
}

export function visitLoop(loop: LoopNode, { start, labels }: Labelled, state: State, context: Context): void {
  const { frame } = context;
  const facts = factsOf(loop, state.source);
  if (frame === null || context.isCopy || !facts.hasAccess) return visitPlain(loop, state, context);
  const region = addRegion(state, {
    start: loop.start,
    end: loop.end,
    isFunction: false,
    isCallback: false,
    functionName: frame.name,
    functionAt: frame.at,
    depth: context.loops,
  });
  const inside = {
    ...context,
    region,
    loops: context.loops + 1,
    seen: new Set<string>(),
    leave: null,
    counted: [...context.counted, region.id],
  };
  if (facts.canCopy) copyLoop(loop, region, labels, state, inside);
  else guardLoop(loop, region, start, state, context, inside);
}

/** Not recorded itself; what is in it may be. */
function visitPlain(loop: LoopNode, state: State, context: Context): void {
  const inside = { ...context, loops: context.loops + 1 };
  for (const part of partsOf(loop)) state.visit(part, inside);
}

function partsOf(loop: LoopNode): AnyNode[] {
  const parts: (AnyNode | null | undefined)[] =
    loop.type === 'ForStatement'
      ? [loop.init, loop.test, loop.update, loop.body]
      : loop.type === 'WhileStatement'
        ? [loop.test, loop.body]
        : loop.type === 'DoWhileStatement'
          ? [loop.body, loop.test]
          : [loop.left, loop.right, loop.body];
  return parts.filter((part) => part !== null && part !== undefined);
}

/** A do-while may do without its semicolon, but not before what is put behind it. */
function closing(loop: LoopNode, { source }: State): string {
  return loop.type === 'DoWhileStatement' && source[loop.end - 1] !== ';' ? ';' : '';
}

function enter(region: Region): string {
  return `--${Names.counts}[${region.id}]<0&&${Names.enter}(${region.id})`;
}

function guardLoop(
  loop: LoopNode,
  region: Region,
  start: number,
  state: State,
  outside: Context,
  inside: Context,
): void {
  const { edits } = state;
  const guard = temp(inside, guardOf(region.id));
  const entry = edits.insert(start, `{${guard}=${enter(region)};`);
  const body = (step = ''): void => countIn(loop.body, step, state, inside);
  if (loop.type === 'ForOfStatement') {
    state.visit(loop.left, inside);
    if (!loop.await) edits.insert(loop.right.start, `(${temp(inside, iteratedTemp(region.id))}=`);
    state.visit(loop.right, outside);
    if (!loop.await) edits.insert(loop.right.end, ')');
    body(loop.await ? '' : `${guard}&&(${guard}=${stepOf(loop, region, state)});`);
  } else if (loop.type === 'ForInStatement') {
    state.visit(loop.left, inside);
    state.visit(loop.right, outside);
    body();
  } else {
    for (const part of partsOf(loop)) {
      if (part === loop.body) body();
      else state.visit(part, inside);
    }
  }
  if (region.sites === 0) entry.text = '{';
  edits.insert(loop.end, `${closing(loop, state)}${region.sites === 0 ? '' : tally(inside)}}`);
}

/** The call that records one step of a for-of. */
function stepOf(loop: ForOfStatement, region: Region, state: State): string {
  const text = state.source.slice(loop.start, loop.right.end);
  const site = addSite(state, region, loop, 'element', 'read', `${text})`);
  return `${Names.step}(${iteratedTemp(region.id)},${site})`;
}

/** Text of a part as it stands in the recorded copy: on one line, without comments. */
function copyText(part: AnyNode, state: State, context: Context): string {
  const edits = new Edits();
  const before = state.edits;
  state.edits = edits;
  try {
    state.visit(part, context);
  } finally {
    state.edits = before;
  }
  for (const { start, end } of state.comments) {
    if (start >= part.start && end <= part.end) edits.replace(start, end, ' ');
  }
  return applyEdits(state.source, edits.sorted(), part.start, part.end).replaceAll(/\r\n?|\n/g, ' ');
}

function copyLoop(loop: LoopNode, region: Region, labels: ReadonlySet<string>, state: State, inside: Context): void {
  const label = labelOf(region.id);
  const ended = `${Names.leave}(${region.id})`;
  const copied: Context = { ...inside, isCopy: true, ownLabels: labels, breaksLoop: true, leave: label };
  const plain: Context = { ...inside, region: null, ownLabels: labels, breaksLoop: true, leave: null };
  const one = countOne(copied);
  const text = (part: AnyNode | null | undefined): string =>
    part === null || part === undefined ? '' : copyText(part, state, copied);
  let before: string;
  if (loop.type === 'ForStatement') before = copyFor(loop, text);
  else if (loop.type === 'WhileStatement') before = copyWhile(loop, text);
  else if (loop.type === 'DoWhileStatement') before = copyDo(loop, text);
  else before = copyEach(loop);
  if (region.sites === 0) {
    visitPlain(loop, state, { ...plain, counted: inside.counted.slice(0, -1) });
    return;
  }
  const { edits } = state;
  edits.insert(loop.start, before);
  if (loop.type === 'ForStatement' && loop.init) {
    const lines = state.source.slice(loop.init.start, loop.init.end).replaceAll(/[^\n]/g, '');
    edits.replace(loop.init.start, loop.init.end, lines);
  }
  for (const part of partsOf(loop)) {
    if (part === loop.body) countIn(part, '', state, plain);
    else if (loop.type !== 'ForStatement' || part !== loop.init) state.visit(part, plain);
  }
  edits.insert(loop.end, `${closing(loop, state)}}${tally(plain)}}`);

  function copyFor({ init, test, update, body }: ForStatement, copyOf: typeof text): string {
    const initText = init ? copyText(init, state, { ...copied, region: null }) : '';
    const first = !init ? '' : init.type === 'VariableDeclaration' ? `${initText};` : `(${initText});`;
    const condition = test ? `if(!(${copyOf(test)})&&${ended})break ${label};` : '';
    const head = `for(;${Names.next}(${region.id});${copyOf(update)})`;
    return `{${label}:{${first}if(${enter(region)})${head}{${condition}${one}${copyOf(body)}}`;
  }
  function copyWhile({ test, body }: WhileStatement, copyOf: typeof text): string {
    const condition = `if(!(${copyOf(test)})&&${ended})break ${label};`;
    const head = `while(${Names.next}(${region.id}))`;
    return `{${label}:{if(${enter(region)})${head}{${condition}${one}${copyOf(body)}}`;
  }
  function copyDo({ test, body }: DoWhileStatement, copyOf: typeof text): string {
    const holder = temp(inside, TEST_TEMP);
    const bodyText = copyOf(body);
    const again = `while((${holder}=(${copyOf(test)}))&&${Names.next}(${region.id}))`;
    return `{${label}:{if(${enter(region)}){do{${one}${bodyText}}${again};if(!${holder})break ${label};}`;
  }
  function copyEach(each: ForInStatement | ForOfStatement): string {
    const inEach: Context = { ...copied, leave: null };
    const text = copyText(each.left, state, inEach);
    // In its brackets, which are not in the node: a name may be `async`.
    const left = each.left.type === 'Identifier' ? `(${text})` : text;
    const right = copyText(each.right, state, { ...copied, region: null });
    if (each.type === 'ForInStatement') {
      return `{{if(${enter(region)})for(${left} in ${right}){${one}${copyText(each.body, state, inEach)}}else `;
    }
    const step = stepOf(each, region, state);
    const iterated = temp(inside, iteratedTemp(region.id));
    const head = `for(${left} of (${iterated}=${right}))`;
    return `{{if(${enter(region)})${head}{${one}${step};${copyText(each.body, state, inEach)}}else `;
  }
}
