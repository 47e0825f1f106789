/** Changed source as modules load: the content of a file replaced, and pool libraries' exports passed through pools.ts. */
import fs from 'node:fs';
import nodeModule from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { hookModuleReads, registerLoadHook, sourceText } from '../node/load-hooks.js';
import { disguise, replaceProperty } from '../node/natives.js';
import { noteApplied } from './notes.js';
import type { OverlaySettings } from './settings.js';

export const RECEIVER = 'threadwise.overlay';
const API = `globalThis[Symbol.for('${RECEIVER}')]`;

let settings: OverlaySettings;

/** What a module's source becomes; undefined = as it is. `read` gives what is on the disk. */
function rewrite(path: string, read: () => string): string | undefined {
  const index = settings.files.findIndex((file) => file.path === path);
  if (index >= 0) {
    noteApplied('file', index);
    return fs.readFileSync(settings.files[index]?.content ?? '', 'utf8');
  }
  if (settings.pools.length === 0 || !MAY_HOLD_POOL.test(path)) return undefined;
  return rewritePoolLibrary(path, read());
}

/** Libraries by their folder; other files may be bundles that hold Piscina. */
const MAY_HOLD_POOL = /\.[cm]?js$/;
const LIBRARY =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?(tinypool|workerpool|poolifier)[\\/]/;
const POOL_EXPORTS = new Set(['Tinypool', 'FixedThreadPool', 'DynamicThreadPool']);

export function rewritePoolLibrary(path: string, source: string): string | undefined {
  const library = LIBRARY.exec(path)?.[1];
  if (library === undefined) return PISCINA_EXPORT.test(source) ? rewritePiscina(source) : undefined;
  if (library === 'workerpool') {
    if (!/\bexports\.pool = pool\b/.test(source)) return undefined;
    return source.replace(/\bexports\.pool = pool\b/, `exports.pool = ${API}?.wrapExport('workerpool', pool) ?? pool`);
  }
  return /^\s*(?:import|export)\b|[;}]export\s*\{/m.test(source)
    ? rewriteEsExports(library, source)
    : `${source}\n;for (const name of ${JSON.stringify([...POOL_EXPORTS])}) if (name in exports) exports[name] = ${API}?.wrapExport('${library}', exports[name]) ?? exports[name];\n`;
}

/** `exports.Piscina = Piscina` in the package, and in bundles that were not minified. */
const PISCINA_EXPORT = /(\b(?:module\.exports|exports\d*\.(?:default|Piscina)) = )(Piscina\d*);/;

function rewritePiscina(source: string): string {
  return source.replaceAll(new RegExp(PISCINA_EXPORT, 'g'), `$1(${API}?.wrapExport('piscina', $2) ?? $2);`);
}

/** Exports are live: assigning the local name behind an export changes what importers see. */
function rewriteEsExports(library: string, source: string): string {
  const locals = new Set<string>();
  for (const [, list = ''] of source.matchAll(/\bexport\s*\{([^}]*)\}\s*(?!\s*from)/g)) {
    for (const item of list.split(',')) {
      const [local = '', exported = local] = item.trim().split(/\s+as\s+/);
      if (POOL_EXPORTS.has(exported) || (library === 'tinypool' && exported === 'default')) locals.add(local);
    }
  }
  const lines = [...locals].map(
    (name) => `try { ${name} = ${API}?.wrapExport('${library}', ${name}) ?? ${name}; } catch {}`,
  );
  return `${source}\n;${lines.join('\n')}\n`;
}

function pathOf(url: string): string | null {
  return url.startsWith('file:') ? fileURLToPath(url) : null;
}

function rewriteUrl(url: string, source: string | undefined): string | undefined {
  const path = pathOf(url);
  return path === null ? undefined : rewrite(path, () => source ?? fs.readFileSync(path, 'utf8'));
}

/** CommonJS before Node 22.15. */
function hookCompile(): void {
  type Compile = (this: object, content: string, filename: string, ...rest: unknown[]) => unknown;
  const { prototype } = nodeModule as unknown as { prototype: object };
  replaceProperty<Compile>(prototype, '_compile', (native) =>
    disguise(
      function (this: object, content, filename, ...rest) {
        return native.call(this, rewrite(filename, () => content) ?? content, filename, ...rest);
      } as Compile,
      native,
    ),
  );
}

/** Once the program registers hooks of its own (a TypeScript loader), ES modules are loaded in their thread: ours go along. */
function followRegister(shared: unknown): void {
  type Register = (specifier: string | URL, ...rest: unknown[]) => unknown;
  let isFirst = true;
  replaceProperty<Register>(nodeModule, 'register', (native) =>
    disguise((specifier: string | URL, ...rest: unknown[]) => {
      if (isFirst) native(pathToFileURL(__filename), { data: shared });
      isFirst = false;
      return native(specifier, ...rest);
    }, native),
  );
}

/** `shared` is what hooks in another thread are handed. */
export function installModules(given: OverlaySettings, shared: unknown): void {
  settings = given;
  const isHooked = registerLoadHook((url, read) => {
    const path = pathOf(url);
    if (path !== null && settings.files.some((file) => file.path === path)) {
      // Read all the same, for its format.
      const loaded = read();
      return { ...loaded, source: rewriteUrl(url, undefined) };
    }
    const loaded = read();
    const source = loaded.source === undefined || loaded.source === null ? undefined : sourceText(loaded.source);
    const rewritten = loaded.format === 'json' || loaded.format === 'wasm' ? undefined : rewriteUrl(url, source);
    return rewritten === undefined ? loaded : { ...loaded, source: rewritten };
  });
  if (isHooked) return;
  hookCompile();
  hookModuleReads(
    (url) => pathOf(url) !== null,
    (url, source) => rewriteUrl(url, source) ?? source,
  );
  followRegister(shared);
}

interface AsyncLoaded {
  format: string | null | undefined;
  source?: unknown;
  shortCircuit?: boolean;
}
interface LoadContext {
  format?: string | null;
}
type NextLoad = (url: string, context: LoadContext) => Promise<AsyncLoaded>;

/** In the thread of a program's own hooks, before Node 22.15. */
export async function loadInHooksThread(url: string, context: LoadContext, next: NextLoad): Promise<AsyncLoaded> {
  const path = pathOf(url);
  const index = settings.files.findIndex((file) => file.path === path);
  if (index < 0) {
    const loaded = await next(url, context);
    const { source } = loaded;
    if (source === undefined || source === null || loaded.format !== 'module') return loaded;
    return { ...loaded, source: rewriteUrl(url, sourceText(source)) ?? source };
  }
  const format = context.format ?? (await next(url, context)).format;
  // CommonJS is compiled in the program's thread, where hookCompile sees it.
  if (format === 'commonjs') return next(url, context);
  return { format, source: rewriteUrl(url, ''), shortCircuit: true };
}

export function openInHooksThread(given: OverlaySettings): void {
  settings = given;
}
