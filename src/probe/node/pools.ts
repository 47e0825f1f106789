/**
 * Pools themselves: Piscina and tinypool extend EventEmitterAsyncResource, so its constructor sees them being made,
 * bundled or not, ESM or CommonJS. Their options are read once the constructor is done, at their first run().
 */
import events from 'node:events';
import { BlobKind } from '../../trace/records.js';
import { now } from './clock.js';
import { interceptClass, replaceProperty } from './natives.js';
import { emitJson, isRecording } from './ring.js';
import { takeSite } from './sites.js';
import { setPoolOfRun } from './tasks.js';

interface PoolOptions {
  filename?: string | null;
  minThreads?: number;
  maxThreads?: number;
  concurrentTasksPerWorker?: number;
  idleTimeout?: number;
  maxQueue?: number;
  atomics?: string;
}
interface TaskPool {
  options: PoolOptions;
  run(...args: unknown[]): unknown;
}
interface PoolClass {
  readonly prototype: TaskPool;
}

const pools = new WeakMap<object, { id: number; createdAt: number; described: boolean }>();
const wrapped = new WeakSet<object>();
let ids = 0;

function finite(value: number | undefined): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : -1;
}

function describe(pool: TaskPool, known: { id: number; createdAt: number }, library: string): void {
  const { options } = pool;
  emitJson(BlobKind.Pool, known.id, now(), {
    library,
    file: options.filename ?? '',
    minThreads: finite(options.minThreads),
    maxThreads: finite(options.maxThreads),
    concurrentTasksPerWorker: finite(options.concurrentTasksPerWorker),
    idleTimeoutMs: finite(options.idleTimeout),
    maxQueue: finite(options.maxQueue),
    atomics: options.atomics ?? '',
    createdAt: known.createdAt,
  });
}

/** Marks which pool's tasks are being submitted while its run() is on the stack. */
function wrapRun(poolClass: PoolClass, library: string): void {
  if (wrapped.has(poolClass.prototype)) return;
  wrapped.add(poolClass.prototype);
  replaceProperty<TaskPool['run']>(poolClass.prototype, 'run', (native) => {
    const { run } = {
      run(this: TaskPool, ...args: unknown[]): unknown {
        const known = pools.get(this);
        if (known === undefined || !isRecording()) return Reflect.apply(native, this, args);
        if (!known.described) {
          known.described = true;
          describe(this, known, library);
        }
        setPoolOfRun(known.id);
        try {
          return Reflect.apply(native, this, args);
        } finally {
          setPoolOfRun(0);
        }
      },
    };
    Object.defineProperty(run, 'length', { value: native.length });
    return run;
  });
}

function libraryOf(poolClass: Function): 'piscina' | 'tinypool' | null {
  for (
    let at: Function | null = poolClass;
    typeof at === 'function';
    at = Object.getPrototypeOf(at) as Function | null
  ) {
    if (at.name === 'Piscina') return 'piscina';
    if (at.name === 'Tinypool') return 'tinypool';
  }
  return null;
}

export function installPools(): void {
  replaceProperty<typeof events.EventEmitterAsyncResource>(events, 'EventEmitterAsyncResource', (native) =>
    interceptClass(native, (args, newTarget, make) => {
      const made = make(args);
      const library = isRecording() ? libraryOf(newTarget) : null;
      if (library !== null) {
        let poolClass = newTarget as unknown as PoolClass;
        while (!Object.hasOwn(poolClass.prototype, 'run')) poolClass = Object.getPrototypeOf(poolClass) as PoolClass;
        wrapRun(poolClass, library);
        pools.set(made, { id: ++ids, createdAt: takeSite(), described: false });
      }
      return made;
    }),
  );
}
