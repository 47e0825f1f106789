/**
 * The async-mutex package: Mutex and Semaphore, whose every grant and release passes through Semaphore's prototype. The
 * module is met as it loads, by name: CommonJS by loading it first, ESM through a load hook that hands the classes over.
 */
import fs from 'node:fs';
import nodeModule from 'node:module';
import path from 'node:path';
import { RecordType } from '../../trace/records.js';
import { newAsyncLockId } from './async-locks.js';
import { now } from './clock.js';
import { hookModuleReads, registerLoadHook, sourceText } from './load-hooks.js';
import { replaceProperty } from './natives.js';
import { emit, isRecording } from './ring.js';
import { emitAt, takeSite, wantsSite } from './sites.js';

interface Semaphore {
  _value: number;
}
interface Exports {
  Semaphore?: { readonly prototype: object };
}
/** A lock's requests are granted, and as far as can be told released, in the order they were made. */
interface Known {
  id: number;
  requested: number;
  granted: number;
  released: number;
}

const RECEIVER = 'threadwise.async-mutex';
const known = new WeakMap<object, Known>();
const patched = new WeakSet<object>();

function stateOf(lock: Semaphore): Known {
  let state = known.get(lock);
  if (state === undefined) {
    const kind = lock._value <= 1 ? 'async-mutex' : 'async-semaphore';
    state = { id: newAsyncLockId(kind, takeSite()), requested: 0, granted: 0, released: 0 };
    known.set(lock, state);
  }
  return state;
}

type Method = (this: Semaphore, ...args: unknown[]) => unknown;

function patch({ Semaphore }: Exports): void {
  if (Semaphore === undefined || patched.has(Semaphore.prototype)) return;
  patched.add(Semaphore.prototype);
  replaceProperty<Method>(Semaphore.prototype, 'acquire', (native) => {
    return function acquire(this: Semaphore, ...args: unknown[]): unknown {
      if (!isRecording()) return Reflect.apply(native, this, args);
      const state = stateOf(this);
      const number = ++state.requested;
      const timeNs = now();
      if (wantsSite(number)) emitAt(takeSite(), timeNs);
      emit(RecordType.AsyncRequest, 0, 0, timeNs, state.id, number);
      return Reflect.apply(native, this, args);
    };
  });
  replaceProperty<Method>(Semaphore.prototype, '_dispatchItem', (native) => {
    return function _dispatchItem(this: Semaphore, ...args: unknown[]): unknown {
      const state = known.get(this);
      if (state !== undefined) emit(RecordType.AsyncGrant, 0, 0, now(), state.id, ++state.granted);
      return Reflect.apply(native, this, args);
    };
  });
  replaceProperty<Method>(Semaphore.prototype, 'release', (native) => {
    return function release(this: Semaphore, ...args: unknown[]): unknown {
      const state = known.get(this);
      if (state !== undefined) emit(RecordType.AsyncRelease, 0, 0, now(), state.id, ++state.released);
      return Reflect.apply(native, this, args);
    };
  });
}

/**
 * The CommonJS copy is loaded now, so that a later require finds it patched: a wrapped loader would stand in the stack of
 * every error thrown while modules load.
 */
function installCommonJs(from: string): void {
  patch(nodeModule.createRequire(path.join(from, 'threadwise.cjs'))('async-mutex') as Exports);
}

const HAND_OVER = `\n;globalThis[Symbol.for('${RECEIVER}')]?.({ Semaphore });\n`;

function isEntry(url: string): boolean {
  return url.includes('/node_modules/async-mutex/') && url.endsWith('/index.mjs');
}

/** Where the program could load the package from; null for every other program, which is spared the price of hooks. */
function findPackage(): string | null {
  const start = process.argv[1] === undefined ? process.cwd() : path.dirname(path.resolve(process.argv[1]));
  for (const from of [start, process.cwd()]) {
    for (let at = from; ; at = path.dirname(at)) {
      if (fs.existsSync(path.join(at, 'node_modules', 'async-mutex', 'package.json'))) return at;
      if (at === path.dirname(at)) break;
    }
  }
  return null;
}

function installEsm(): void {
  Object.defineProperty(globalThis, Symbol.for(RECEIVER), { value: patch, enumerable: false, configurable: true });
  const addHandOver = (source: unknown): string => `${sourceText(source)}${HAND_OVER}`;
  const isHooked = registerLoadHook((url, read) => {
    const loaded = read();
    return isEntry(url) && loaded.source !== undefined && loaded.source !== null
      ? { ...loaded, source: addHandOver(loaded.source) }
      : loaded;
  });
  if (!isHooked) hookModuleReads(isEntry, (_url, source) => addHandOver(source));
}

export function installAsyncMutex(): void {
  const from = findPackage();
  if (from === null) return;
  installEsm();
  installCommonJs(from);
}
