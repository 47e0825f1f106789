import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
    if (inline === null) return readMapFile(resolve(dirname(path), decodeURIComponent(link)), dirname(path));
    const data = inline[2] ?? '';
    return inline[1] === undefined ? decodeURIComponent(data) : Buffer.from(data, 'base64').toString('utf8');
  } catch {
    return undefined;
  }
}

/** A map in another folder than the generated file counts its sources from there, which is written into it. */
function readMapFile(mapFile: string, folder: string): string {
  const text = readFileSync(mapFile, 'utf8');
  const mapFolder = dirname(mapFile);
  const map = JSON.parse(text) as { sourceRoot?: string };
  if (mapFolder === folder || /^[a-z]+:|^\//i.test(map.sourceRoot ?? '')) return text;
  return JSON.stringify({ ...map, sourceRoot: `${pathToFileURL(resolve(mapFolder, map.sourceRoot ?? '')).href}/` });
}
