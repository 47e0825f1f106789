/** Options of pools, overridden as a pool is made: Piscina, tinypool, workerpool, poolifier. */
import { replaceProperty } from '../node/natives.js';
import { noteApplied, noteProblem } from './notes.js';
import { isMadeAt } from './place.js';
import type { OverlaySettings } from './settings.js';

export type Library = 'piscina' | 'tinypool' | 'workerpool' | 'poolifier';
type Options = Record<string, unknown>;
type AnyClass = new (...args: never[]) => object;

let pools: OverlaySettings['pools'] = [];

export function openPools(settings: OverlaySettings): void {
  pools = settings.pools;
}

/** The options that apply to the pool being made on this stack, merged; null when none does. */
function optionsHere(): Record<string, number> | null {
  const here = pools.flatMap((pool, index) => (isMadeAt(pool.place) ? [{ ...pool, index }] : []));
  for (const { index } of here) noteApplied('pool', index);
  return here.length === 0 ? null : Object.fromEntries(here.flatMap(({ options }) => Object.entries(options)));
}

/** Piscina and tinypool: a smaller maximum pulls the minimum down with it, and a larger minimum the maximum up. */
function changePiscina(given: Options, changes: Record<string, number>): Options {
  const changed = { ...given, ...changes };
  const { minThreads, maxThreads } = changed;
  if (typeof minThreads === 'number' && typeof maxThreads === 'number' && minThreads > maxThreads) {
    if ('maxThreads' in changes) changed['minThreads'] = maxThreads;
    else changed['maxThreads'] = minThreads;
  }
  return changed;
}

const WORKERPOOL_NAMES: Record<string, string> = { maxThreads: 'maxWorkers', minThreads: 'minWorkers' };

function changeWorkerpool(given: Options, changes: Record<string, number>): Options {
  const changed = { ...given };
  for (const [name, value] of Object.entries(changes)) {
    const own = WORKERPOOL_NAMES[name] ?? name;
    if (own === 'concurrentTasksPerWorker')
      noteProblem('workerpool gives a worker one task at a time; this cannot be changed.');
    else changed[own] = value;
  }
  const { minWorkers, maxWorkers } = changed;
  if (typeof minWorkers === 'number' && typeof maxWorkers === 'number' && minWorkers > maxWorkers) {
    changed['minWorkers'] = maxWorkers;
  }
  return changed;
}

/** (script?, options?) */
function changeWorkerpoolArgs(args: unknown[], changes: Record<string, number>): unknown[] {
  const at = typeof args[0] === 'string' ? 1 : 0;
  const changed = [...args];
  changed[at] = changeWorkerpool((args[at] ?? {}) as Options, changes);
  return changed;
}

/** Fixed: (threads, file, options?). Dynamic: (min, max, file, options?). */
function changePoolifierArgs(args: unknown[], changes: Record<string, number>): unknown[] {
  const isDynamic = typeof args[1] === 'number';
  const { minThreads, maxThreads, concurrentTasksPerWorker, ...others } = changes;
  const changed = [...args];
  if (isDynamic) {
    if (maxThreads !== undefined) changed[1] = maxThreads;
    if (minThreads !== undefined) changed[0] = minThreads;
    // It refuses a dynamic pool that cannot change.
    changed[0] = Math.min(Number(changed[0]), Number(changed[1]) - 1);
  } else if ((maxThreads ?? minThreads) !== undefined) {
    changed[0] = maxThreads ?? minThreads;
  }
  const at = isDynamic ? 3 : 2;
  const given = (args[at] ?? {}) as Options & { tasksQueueOptions?: Options };
  changed[at] = {
    ...given,
    ...others,
    ...(concurrentTasksPerWorker !== undefined && {
      enableTasksQueue: true,
      tasksQueueOptions: { ...given.tasksQueueOptions, concurrency: concurrentTasksPerWorker },
    }),
  };
  return changed;
}

function changeArgs(library: Library, args: unknown[]): unknown[] {
  const changes = optionsHere();
  if (changes === null || Object.keys(changes).length === 0) return args;
  if (library === 'workerpool') return changeWorkerpoolArgs(args, changes);
  if (library === 'poolifier') return changePoolifierArgs(args, changes);
  return [changePiscina((args[0] ?? {}) as Options, changes), ...args.slice(1)];
}

const wrappedClasses = new WeakMap<object, object>();
/** A pool class that extends another is asked once: by the outermost constructor. */
let depth = 0;

function wrapClass(library: Library, native: AnyClass): AnyClass {
  const known = wrappedClasses.get(native);
  if (known !== undefined) return known as AnyClass;
  const wrapped: AnyClass = new Proxy(native, {
    construct(target, args: unknown[], newTarget: Function): object {
      const changed = depth === 0 ? changeArgs(library, args) : args;
      depth++;
      try {
        return Reflect.construct(target, changed, newTarget) as object;
      } finally {
        depth--;
      }
    },
    // Piscina has itself as a static property.
    get(target, key): unknown {
      const value: unknown = Reflect.get(target, key);
      return value === native ? wrapped : value;
    },
  });
  replaceProperty(native.prototype as object, 'constructor', () => wrapped);
  wrappedClasses.set(native, wrapped).set(wrapped, wrapped);
  return wrapped;
}

function wrapFunction(library: Library, native: (...args: unknown[]) => unknown): typeof native {
  return function pool(this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(native, this, changeArgs(library, args));
  };
}

/** Called by what modules.ts puts behind a library's exports: the class or function to export instead. */
export function wrapExport(library: Library, value: unknown): unknown {
  if (typeof value !== 'function') return value;
  return library === 'workerpool'
    ? wrapFunction(library, value as (...args: unknown[]) => unknown)
    : wrapClass(library, value as AnyClass);
}
