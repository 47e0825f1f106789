import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINK = /^[ \t]*\/\/[#@] *sourceMappingURL=(\S+)[ \t]*$/gm;
const INLINE = /^data:application\/json[^,]*?(;base64)?,(.*)$/s;

/**
 * The source map of a generated file as JSON text: inline, or in the file it names. `undefined` when it has none or none
 * can be read, in which case positions stay those of the generated file.
 *
 * @param file absolute path or `file:` URL
 * @param sourceText what the file holds, where that is known already
 */
export function readSourceMap(file: string, sourceText?: string): string | undefined {
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const text = sourceText ?? readFileSync(path, 'utf8');
    // The last link counts: earlier ones can stand in strings of a bundle.
    const link = [...text.matchAll(LINK)].at(-1)?.[1];
    if (link === undefined) return undefined;
    const inline = INLINE.exec(link);
    if (inline === null) return readFileSync(resolve(dirname(path), decodeURIComponent(link)), 'utf8');
    const data = inline[2] ?? '';
    return inline[1] === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString('utf8');
  } catch {
    return undefined;
  }
}
