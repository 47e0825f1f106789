/** Seeing ES modules as they load, in the thread that loads them, on every Node. */
import fs from 'node:fs';
import nodeModule from 'node:module';
import { disguise, replaceProperty } from './natives.js';

export interface Loaded {
  source?: unknown;
  format?: string | null;
}
type SyncLoad = (url: string, context: unknown, next: (url: string, context: unknown) => Loaded) => Loaded;
interface HookingModule {
  registerHooks?: (hooks: { load: SyncLoad }) => void;
}

/** What to do with a module: `read` loads it as Node would. */
export type OnLoad = (url: string, read: () => Loaded) => Loaded;

/** Calls `onLoad` for every module, ES and CommonJS. False before Node 22.15, which has no such hooks. */
export function registerLoadHook(onLoad: OnLoad): boolean {
  const { registerHooks } = nodeModule as HookingModule;
  if (registerHooks === undefined) return false;
  registerHooks({ load: (url, context, next) => onLoad(url, () => next(url, context)) });
  return true;
}

type ReadFile = (path: unknown, ...rest: unknown[]) => Promise<Buffer | string>;

/**
 * An older Node has no load hooks in the thread itself (module.register starts another thread and slows every import), but
 * its ESM loader reads modules through fs.promises.readFile and a URL, which hardly anybody else does with source files.
 * `rewrite` is asked for the reads that `wants` picks.
 */
export function hookModuleReads(
  wants: (url: string) => boolean,
  rewrite: (url: string, source: string) => string,
): void {
  replaceProperty<ReadFile>(fs.promises, 'readFile', (native) =>
    disguise((target: unknown, ...rest: unknown[]) => {
      const reading = native(target, ...rest);
      if (!(target instanceof URL) || !wants(target.href)) return reading;
      return reading.then((source) => rewrite(target.href, sourceText(source)));
    }, native),
  );
}

export function sourceText(source: unknown): string {
  return typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array);
}
