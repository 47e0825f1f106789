/** Swaps two nested loops in the source, where nothing that the program computes can change by it. */
import type { Expression, Node } from '@babel/types';
import MagicString from 'magic-string';
import type { CountedLoop } from './loops/counted-loop.js';
import { findNest, type LoopNest } from './loops/find-nest.js';
import { keepsOrder } from './loops/keeps-order.js';
import { areIntegers, areTyped, createOriginFinder, type OriginFinder } from './loops/origins.js';
import { readBody, type BodyFacts, type ElementAccess } from './loops/read-body.js';
import { isSmallInteger, mentions } from './loops/reductions.js';
import { Refused, refuse } from './loops/refuse.js';
import { nameOfBase, unwrap } from './loops/unwrap.js';
import { parseSource, type SourceLanguage } from './parse-source.js';

/** The whole text with the loops swapped, or why that is not offered. */
export type Interchange = { content: string } | { unsafe: string };

/**
 * Swaps the loop at a place with the one right around it. Safe only where both count in equal steps between bounds that do not
 * change, the body only computes and stores, and no two turns that use the same place in memory change their order. What is
 * not understood is not swapped.
 *
 * @param place where the inner loop begins, 1-based
 */
export function interchangeLoops(
  text: string,
  language: SourceLanguage,
  place: { line: number; column: number },
): Interchange {
  const file = parseSource(text, language);
  if (file === undefined || (file.errors?.length ?? 0) > 0) return { unsafe: 'The file does not parse.' };
  try {
    const nest = findNest(file.program, place);
    checkNest(nest, createOriginFinder(file.program));
    return { content: swap(text, nest) };
  } catch (error) {
    if (error instanceof Refused) return { unsafe: error.message };
    throw error;
  }
}

/** @throws Refused where swapping may change something */
function checkNest(nest: LoopNest, origins: OriginFinder): void {
  const { outer, inner, between, body, around } = nest;
  const inside = [...around, outer.node, inner.node];
  const isInteger = (node: Expression): boolean =>
    isSmallInteger(node, (base) => areIntegers(origins.find(base, inside)));
  const facts = readBody([...between, body], isInteger);
  checkBounds(nest, facts);
  const writes = facts.accesses.filter(({ isWrite }) => isWrite);
  checkConstants(readBody(between, isInteger), writes);
  for (const write of writes) {
    checkLengths(write, nest, facts, (base) => areTyped(origins.find(base, inside)));
    for (const access of facts.accesses) checkPair(write, access, nest, { facts, origins, inside });
  }
}

/** What is read once for many turns will be read in each: it must not be written in any. */
function checkConstants({ accesses }: BodyFacts, writes: readonly ElementAccess[]): void {
  const written = accesses.find(({ base }) => writes.some((write) => write.base === base));
  if (written !== undefined) refuse(`A constant between the loops reads \`${written.base}\`, which is written inside.`);
}

/** Bounds must be the same in each turn, whichever loop is outside. */
function checkBounds({ outer, inner, between, around }: LoopNest, facts: BodyFacts): void {
  const changed = new Set([...facts.sums, ...facts.locals.keys()]);
  const names = between.flatMap(({ declarations }) =>
    declarations.map(({ id }) => (id.type === 'Identifier' ? id.name : '')),
  );
  if (outer.counter === inner.counter) refuse('Both loops call their counter the same.');
  for (const [loop, other] of [
    [inner, outer],
    [outer, inner],
  ] as const) {
    for (const part of [loop.from, loop.bound]) {
      if (mentions(part, other.counter))
        refuse(`The bounds of the loop over \`${loop.counter}\` depend on \`${other.counter}\`.`);
      for (const name of [...changed, ...names, loop.counter])
        if (mentions(part, name)) refuse(`The bounds of the loop over \`${loop.counter}\` depend on \`${name}\`.`);
      checkSimple(part, loop);
    }
    if (facts.locals.has(loop.counter)) refuse(`\`${loop.counter}\` is declared again inside the loop.`);
    if (facts.sums.has(loop.counter)) refuse(`\`${loop.counter}\` is changed inside the loop.`);
  }
  if (around.some(({ type }) => type === 'WithStatement')) refuse('A `with` is around it.');
}

/** Numbers, names, properties, lengths and sums of them: the same whenever they are looked at. */
function checkSimple(expression: Expression, loop: CountedLoop): void {
  const node = unwrap(expression);
  if (node.type === 'NumericLiteral' || node.type === 'Identifier' || node.type === 'ThisExpression') return;
  if (node.type === 'BinaryExpression') {
    checkSimple(node.left as Expression, loop);
    checkSimple(node.right, loop);
  } else if (
    node.type === 'UnaryExpression' &&
    (node.operator === '-' || node.operator === '+' || node.operator === '~')
  ) {
    checkSimple(node.argument, loop);
  } else if (node.type === 'MemberExpression' && isLengthOrName(node)) {
    return;
  } else {
    refuse(`The bounds of the loop over \`${loop.counter}\` are more than sums of numbers and names.`);
  }
}

/** `this.width`, `rows.length`, `rows[0].length`. */
function isLengthOrName(node: Extract<Expression, { type: 'MemberExpression' }>): boolean {
  if (node.computed) return false;
  const object = unwrap(node.object as Expression);
  if (object.type === 'Identifier' || object.type === 'ThisExpression') return true;
  if (object.type !== 'MemberExpression') return false;
  return object.computed ? isFirstRow(node, object) : isLengthOrName(object);
}

function isFirstRow(
  node: Extract<Expression, { type: 'MemberExpression' }>,
  row: Extract<Expression, { type: 'MemberExpression' }>,
): boolean {
  const isLength = node.property.type === 'Identifier' && node.property.name === 'length';
  return isLength && row.property.type === 'NumericLiteral' && unwrap(row.object as Expression).type === 'Identifier';
}

/** A store past the end makes an ordinary array longer, and a length that is looked at with it. */
function checkLengths(
  write: ElementAccess,
  { outer, inner }: LoopNest,
  facts: BodyFacts,
  isTyped: (base: Expression) => boolean,
): void {
  const lengths = new Set(facts.lengths);
  for (const { bound, from } of [outer, inner]) for (const part of [bound, from]) collectLengths(part, lengths);
  if (write.indices.length === 1 && lengths.has(write.base) && !isTyped(baseOf(write)))
    refuse(`\`${write.base}\` is written and its length is looked at: it may grow.`);
  const field = write.indices.at(-1);
  if (typeof field === 'string' && facts.properties.has(field)) refuse(`The field \`${field}\` is written and read.`);
}

function collectLengths(expression: Expression, lengths: Set<string>): void {
  const node = unwrap(expression);
  if (node.type === 'BinaryExpression') {
    collectLengths(node.left as Expression, lengths);
    collectLengths(node.right, lengths);
  } else if (
    node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    node.property.name === 'length'
  ) {
    const object = unwrap(node.object as Expression);
    if (object.type !== 'MemberExpression' || !object.computed) lengths.add(nameOfBase(object));
  }
}

interface Around {
  facts: BodyFacts;
  origins: OriginFinder;
  inside: readonly Node[];
}

/** @throws Refused where the two may meet in one place, in turns whose order would be another */
function checkPair(
  write: ElementAccess,
  access: ElementAccess,
  nest: LoopNest,
  { facts, origins, inside }: Around,
): void {
  if (write.base !== access.base) {
    if (areApart(write, access, origins, inside)) return;
    refuse(
      `\`${write.base}\` is written and \`${access.base}\` ${access.isWrite ? 'too' : 'read'}, and nothing in this file says that they are not the same memory.`,
    );
  }
  // Rows may be the same row twice: only the last index tells places apart.
  if (write.indices.length !== access.indices.length) return;
  const [one, other] = [write.indices.at(-1), access.indices.at(-1)];
  const isKept =
    typeof one === 'object' &&
    typeof other === 'object' &&
    keepsOrder(one, other, { outer: nest.outer, inner: nest.inner, locals: facts.locals });
  if (!isKept)
    refuse(
      `\`${write.base}\` is written in one turn and used in another, and swapping the loops may change which comes first.`,
    );
}

function areApart(a: ElementAccess, b: ElementAccess, origins: OriginFinder, inside: readonly Node[]): boolean {
  const [one, other] = [origins.find(baseOf(a), inside), origins.find(baseOf(b), inside)];
  return one !== undefined && other !== undefined && ![...one].some((origin) => other.has(origin));
}

/** What is indexed, as an expression. */
function baseOf({ node, indices }: ElementAccess): Expression {
  let at = node as Expression;
  for (let depth = 0; depth < indices.length; depth++) {
    at = unwrap(at);
    if (at.type === 'MemberExpression') at = at.object as Expression;
  }
  return unwrap(at);
}

function swap(text: string, { outer, inner, between, body }: LoopNest): string {
  const source = new MagicString(text);
  const textOf = ({ header }: CountedLoop): string => text.slice(header.start, header.end);
  source.overwrite(outer.header.start, outer.header.end, textOf(inner));
  source.overwrite(inner.header.start, inner.header.end, textOf(outer));
  moveInto(source, text, between, body);
  return source.toString();
}

/** Constants of the outer loop belong to its counter, which is now the inner one's. */
function moveInto(source: MagicString, text: string, between: LoopNest['between'], body: LoopNest['body']): void {
  if (between.length === 0) return;
  const lines = between.map(({ start, end }) => text.slice(start ?? 0, end ?? 0));
  for (const { start, end } of between) {
    const from = text.lastIndexOf('\n', start ?? 0) + 1;
    const isOwnLine = text.slice(from, start ?? 0).trim() === '';
    const after = text.indexOf('\n', end ?? 0);
    const ends = after >= 0 && text.slice(end ?? 0, after).trim() === '';
    if (isOwnLine && ends) source.remove(from, after + 1);
    else source.remove(start ?? 0, end ?? 0);
  }
  if (body.type !== 'BlockStatement') {
    source.appendLeft(body.start ?? 0, `{ ${lines.join(' ')} `);
    source.appendRight(body.end ?? 0, ' }');
    return;
  }
  const [first] = body.body;
  const at = first?.start ?? (body.end ?? 1) - 1;
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const indent = text.slice(lineStart, at);
  const gap = indent.trim() === '' ? `\n${indent}` : ' ';
  source.appendLeft(at, `${lines.join(gap)}${gap}`);
}
