/** Source as it loads: a module of the program's own is transformed, others stay, and the file says which and why. */
import nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hookModuleReads, registerLoadHook, sourceText, type Loaded } from '../node/load-hooks.js';
import { disguise, replaceProperty } from '../node/natives.js';
import { describeFile, type Description } from './describe.js';
import { addMakes, addRegions, FIRST_FOREIGN_REGION, FIRST_FOREIGN_SITE, nextIds } from './regions.js';
import type { MemorySettings } from './settings.js';
import { keepSource, wasTransformed } from './sources.js';
import { stripTypes } from './strip-types.js';
import { write } from './thread-file.js';
import { parseModule } from './transform/parse.js';
import { transformSource } from './transform/transform.js';

const PACKAGE = /[\\/]node_modules[\\/]/;
const LONGEST_SOURCE = 4 * 2 ** 20;

let settings: MemorySettings;
const seen = new Set<string>();

function tell(file: string, state: 'recorded' | 'skipped' | 'failed', reason?: string): void {
  if (!seen.has(file)) write({ kind: 'file', file, state, ...(reason !== undefined && { reason }) });
  seen.add(file);
}

function describe({ file, nextRegion, loops, sites, makes }: Description): void {
  addRegions(loops, sites);
  addMakes(makes, nextRegion);
  tell(file, 'recorded');
  for (const loop of loops) write(loop);
  for (const make of makes) write(make);
  for (const { id, loop, line, column, text, what } of sites) {
    write({ kind: 'site', id, loop, line, column, text, what });
  }
}

/** Called by what the hooks' thread transformed. */
export function addDescription(text: string): void {
  try {
    const found = JSON.parse(text) as Description | { file: string; failed: string };
    if ('failed' in found) tell(found.file, 'failed', found.failed);
    else describe(found);
  } catch {
    // Its loops are not known, so nothing of them is recorded.
  }
}

/** What a module becomes; undefined = as it is. `module`: whether it is an ES module, undefined = Node finds out. */
function rewrite(file: string, source: string, module: boolean | undefined): string | undefined {
  if (PACKAGE.test(file) && !settings.nodeModules) return undefined;
  if (file === settings.probe || wasTransformed(file, source)) return undefined;
  try {
    if (source.length > LONGEST_SOURCE) throw new Error('it is larger than 4 MB');
    const transformed = transformSource(source, { module, ...nextIds() });
    if (transformed === undefined) {
      tell(file, 'skipped');
      return undefined;
    }
    const { nextRegion, nextSite } = transformed;
    if (nextRegion > FIRST_FOREIGN_REGION || nextSite > FIRST_FOREIGN_SITE) {
      throw new Error('there are more loops than can be recorded');
    }
    keepSource(file, { original: source, code: transformed.code, edits: transformed.edits });
    describe(describeFile(file, source, transformed));
    return transformed.code;
  } catch (error) {
    tell(file, 'failed', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** TypeScript that Node is about to strip itself comes back as JavaScript. */
function rewriteTyped(file: string, source: string, format: TypedFormat): string | undefined {
  if (PACKAGE.test(file)) return undefined;
  try {
    const stripped = stripTypes(source);
    // Where no package.json says what it is, Node tries it as CommonJS first; what is none comes again as an ES module.
    if (format === 'typescript' && !isScript(stripped)) return undefined;
    return rewrite(file, stripped, format === 'module-typescript');
  } catch (error) {
    tell(file, 'failed', error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

type TypedFormat = 'typescript' | 'commonjs-typescript' | 'module-typescript';

function isTyped(format: unknown): format is TypedFormat {
  return format === 'typescript' || format === 'commonjs-typescript' || format === 'module-typescript';
}

function isScript(source: string): boolean {
  try {
    parseModule(source, false);
    return true;
  } catch {
    return false;
  }
}

function pathOf(url: string): string | null {
  return url.startsWith('file:') ? fileURLToPath(url) : null;
}

/** CommonJS before Node 22.15, and what a loader compiles itself. */
function hookCompile(): void {
  type Compile = (this: object, content: string, filename: string, ...rest: unknown[]) => unknown;
  const { prototype } = nodeModule as unknown as { prototype: object };
  replaceProperty<Compile>(prototype, '_compile', (native) =>
    disguise(
      function (this: object, content, filename, ...rest) {
        // TypeScript that is still to be stripped has been looked at as it was loaded.
        const changed =
          typeof content === 'string' && !isTyped(rest[0]) ? rewrite(filename, content, undefined) : undefined;
        return native.call(this, changed ?? content, filename, ...rest);
      } as Compile,
      native,
    ),
  );
}

/** Once the program registers hooks of its own (a TypeScript loader), ES modules are loaded in their thread: ours go along. */
function followRegister(): void {
  type Register = (specifier: string | URL, ...rest: unknown[]) => unknown;
  let isFirst = true;
  replaceProperty<Register>(nodeModule, 'register', (native) =>
    disguise((specifier: string | URL, ...rest: unknown[]) => {
      const made = native(specifier, ...rest);
      // After theirs, so that ours see what theirs have made of a file.
      if (isFirst) native(pathToFileURL(__filename), { data: settings });
      isFirst = false;
      return made;
    }, native),
  );
}

function onLoad(url: string, loaded: Loaded): Loaded {
  const { format, source } = loaded;
  const file = pathOf(url);
  if (file === null || source === undefined || source === null || UNREAD.has(format ?? '')) return loaded;
  const text = sourceText(source);
  if (isTyped(format)) {
    const changed = rewriteTyped(file, text, format);
    if (changed === undefined) return loaded;
    return { ...loaded, source: changed, format: format === 'module-typescript' ? 'module' : 'commonjs' };
  }
  const changed = rewrite(file, text, format === 'module' ? true : undefined);
  return changed === undefined ? loaded : { ...loaded, source: changed };
}

/** Formats that hold no JavaScript. */
const UNREAD = new Set(['json', 'wasm', 'builtin', 'addon']);

export function installModules(given: MemorySettings): void {
  settings = given;
  hookCompile();
  if (registerLoadHook((url, read) => onLoad(url, read()))) return;
  hookModuleReads(
    (url) => pathOf(url) !== null && /\.m?js$/.test(url),
    (url, source) => rewrite(pathOf(url) as string, source, true) ?? source,
  );
  followRegister();
}
