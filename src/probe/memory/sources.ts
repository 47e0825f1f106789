/** What was transformed, and the way back from it: positions V8 tells, and the text of functions. */
import { toOriginal, type Edit } from './transform/edits.js';
import { PREFIX } from './transform/names.js';
import { createLocator, type Position } from './positions.js';

interface Source {
  original: string;
  code: string;
  edits: readonly Edit[];
}

const byFile = new Map<string, Source>();

export function keepSource(file: string, source: Source): void {
  byFile.set(file, source);
}

/** Whether this is our own work, on its way past another hook. */
export function wasTransformed(file: string, code: string): boolean {
  return byFile.get(file)?.code === code;
}

/** A position of transformed code, 1-based, in the source as it was loaded. */
export function originalPosition(file: string, { line, column }: Position): Position {
  const source = byFile.get(file);
  if (source === undefined) return { line, column };
  const lines = source.code.split('\n');
  let offset = column - 1;
  for (let at = 0; at < line - 1; at++) offset += (lines[at]?.length ?? 0) + 1;
  return createLocator(source.original)(toOriginal(source.edits, offset));
}

/** The text of a function as the program wrote it. */
export function originalText(text: string): string {
  if (!text.includes(PREFIX)) return text;
  for (const { original, code, edits } of byFile.values()) {
    const at = code.indexOf(text);
    if (at < 0) continue;
    return original.slice(toOriginal(edits, at), toOriginal(edits, at + text.length));
  }
  return text;
}

/** Functions say of themselves what the program wrote; so that a function sent elsewhere as text runs there. */
export function installFunctionText(): void {
  const native = Function.prototype.toString;
  const { toString: replaced } = {
    toString(this: unknown): string {
      // Itself shows as the native function it stands for.
      return originalText(Reflect.apply(native, this === replaced ? native : this, []) as string);
    },
  };
  Object.defineProperty(Function.prototype, 'toString', { value: replaced, writable: true, configurable: true });
}
