/** Changes the numbers in a pool's options, and nothing else of the file. */
import type { ObjectExpression, ObjectProperty } from '@babel/types';
import { nameOf } from './find-bindings.js';
import { parseSource, type SourceLanguage } from './parse-source.js';
import { findPoolOptions, isOwnNumber, type SourcePosition } from './pool-options.js';

/** Put `text` in place of the characters [start, end) of the file, UTF-16 units from 0. */
export interface SourceEdit {
  start: number;
  end: number;
  text: string;
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;
/** What may follow the last property on its line when more come below: a comma and a comment. */
const REST_OF_LINE = /^[ \t]*,[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=\r?\n)/;

/**
 * The edits that set options of the pool made at a position; in order, not overlapping; none when all are set already.
 *
 * @param position of the call that makes the pool, or of the export of a workload
 * @returns null when it cannot be done safely: options that are spread, computed, given by a variable or not found
 */
export function editPoolOptions(
  text: string,
  language: SourceLanguage,
  { position, options }: { position: SourcePosition; options: Readonly<Record<string, number>> },
): SourceEdit[] | null {
  const file = parseSource(text, language);
  if (file === undefined || (file.errors?.length ?? 0) > 0) return null;
  const place = findPoolOptions(file, position);
  if (place === null) return null;
  switch (place.kind) {
    case 'object':
      return editObject(text, place.object, place.ofWorkload ? knownToWorkloads(options) : options);
    case 'argument':
      return [insert(place.offset, `${place.before}${writeObject(options)}${place.after}`)];
    case 'property':
      return [addProperties(text, place.object, [`options: ${writeObject(knownToWorkloads(options))}`])];
  }
}

/** A workload's pool has as many threads from the start as it may have. */
function knownToWorkloads(options: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== 'minThreads'));
}

function editObject(
  text: string,
  object: ObjectExpression,
  options: Readonly<Record<string, number>>,
): SourceEdit[] | null {
  const known = new Map<string, ObjectProperty>();
  for (const property of object.properties) {
    // What these hold is not to be seen here; it may be the very option.
    if (property.type !== 'ObjectProperty' || property.computed) {
      if (property.type === 'ObjectMethod' && !property.computed && !(nameOf(property.key) in options)) continue;
      return null;
    }
    const name = nameOf(property.key);
    if (known.has(name) && name in options) return null;
    known.set(name, property);
  }
  const edits: SourceEdit[] = [];
  const missing: Record<string, number> = {};
  for (const [name, wanted] of Object.entries(options)) {
    const property = known.get(name);
    if (property === undefined) {
      missing[name] = wanted;
      continue;
    }
    const { value } = property;
    if (property.shorthand || !isOwnNumber(value)) return null;
    if (value.type === 'NumericLiteral' && value.value === wanted) continue;
    edits.push({ start: value.start ?? 0, end: value.end ?? 0, text: String(wanted) });
  }
  if (Object.keys(missing).length > 0) edits.push(addProperties(text, object, writeProperties(missing)));
  return edits.sort((a, b) => a.start - b.start);
}

/** In a line of their own where the others have one. */
function addProperties(text: string, object: ObjectExpression, properties: readonly string[]): SourceEdit {
  const last = object.properties.at(-1);
  if (last === undefined) {
    const start = (object.start ?? 0) + 1;
    const end = (object.end ?? 0) - 1;
    const isBlank = text.slice(start, end).trim() === '';
    // A comment in the braces stays.
    return { start, end: isBlank ? end : start, text: ` ${properties.join(', ')} ` };
  }
  const end = last.end ?? 0;
  const lineStart = text.lastIndexOf('\n', last.start ?? 0) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  if (lineStart + indent.length !== last.start) return insert(end, `, ${properties.join(', ')}`);
  const newLine = `${text[lineStart - 2] === '\r' ? '\r\n' : '\n'}${indent}`;
  const rest = REST_OF_LINE.exec(text.slice(end))?.[0];
  return rest === undefined
    ? insert(end, properties.map((property) => `,${newLine}${property}`).join(''))
    : insert(end + rest.length, properties.map((property) => `${newLine}${property},`).join(''));
}

function insert(offset: number, text: string): SourceEdit {
  return { start: offset, end: offset, text };
}

function writeObject(options: Readonly<Record<string, number>>): string {
  return `{ ${writeProperties(options).join(', ')} }`;
}

function writeProperties(options: Readonly<Record<string, number>>): string[] {
  return Object.entries(options).map(
    ([name, value]) => `${IDENTIFIER.test(name) ? name : JSON.stringify(name)}: ${value}`,
  );
}
