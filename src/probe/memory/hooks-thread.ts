/**
 * Before Node 22.15, a program's own loader hooks run in another thread, and so do ours beside them. What they find in a file
 * goes to the program's thread in the source itself.
 */
import { fileURLToPath } from 'node:url';
import { sourceText } from '../node/load-hooks.js';
import { describeFile } from './describe.js';
import { FIRST_FOREIGN_REGION, FIRST_FOREIGN_SITE } from './regions.js';
import type { MemorySettings } from './settings.js';
import { Names } from './transform/names.js';
import { transformSource } from './transform/transform.js';

const PACKAGE = /[\\/]node_modules[\\/]/;

let settings: MemorySettings;
let nextRegion = FIRST_FOREIGN_REGION;
let nextSite = FIRST_FOREIGN_SITE;

export function openInHooksThread(given: MemorySettings): void {
  settings = given;
}

interface Loaded {
  format: string | null | undefined;
  source?: unknown;
}
type NextLoad = (url: string, context: unknown) => Promise<Loaded>;

export async function loadInHooksThread(url: string, context: unknown, next: NextLoad): Promise<Loaded> {
  const loaded = await next(url, context);
  const { format, source } = loaded;
  if (format !== 'module' || source === undefined || source === null || !url.startsWith('file:')) return loaded;
  const file = fileURLToPath(url);
  if (PACKAGE.test(file) && !settings.nodeModules) return loaded;
  const text = sourceText(source);
  return { ...loaded, source: transformHere(file, text) ?? source };
}

function transformHere(file: string, text: string): string | undefined {
  let call: string;
  let code = text;
  try {
    const transformed = transformSource(text, { module: true, nextRegion, nextSite });
    if (transformed === undefined) return undefined;
    ({ nextRegion, nextSite } = transformed);
    ({ code } = transformed);
    call = JSON.stringify(describeFile(file, text, transformed));
  } catch (error) {
    call = JSON.stringify({ file, failed: error instanceof Error ? error.message : String(error) });
  }
  // On the first line that is no `#!`.
  const at = code.startsWith('#!') ? code.indexOf('\n') + 1 : 0;
  return `${code.slice(0, at)}${Names.add}(${JSON.stringify(call)});${code.slice(at)}`;
}
