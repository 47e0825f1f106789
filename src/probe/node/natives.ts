/** Functions of the platform as they were before any hook: the probe itself must never pass through its own hooks. */
import workerThreads from 'node:worker_threads';

export const atomics = {
  add: Atomics.add,
  and: Atomics.and,
  compareExchange: Atomics.compareExchange,
  exchange: Atomics.exchange,
  load: Atomics.load,
  notify: Atomics.notify,
  or: Atomics.or,
  store: Atomics.store,
  sub: Atomics.sub,
  wait: Atomics.wait,
};
export const NativeWorker = workerThreads.Worker;
export const setSharedData = workerThreads.setEnvironmentData;
export const getSharedData = workerThreads.getEnvironmentData;
/** The live exports object: what is replaced here is what everybody sees (ESM importers after syncBuiltinESMExports). */
export { workerThreads };

/** Replaces a property and keeps its attributes. `install` gets the current value and returns the new one. */
export function replaceProperty<Value>(owner: object, key: PropertyKey, install: (current: Value) => Value): void {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (descriptor === undefined || descriptor.configurable === false) return;
  const current = (descriptor.get === undefined ? descriptor.value : descriptor.get.call(owner)) as Value;
  const { enumerable = false } = descriptor;
  Object.defineProperty(owner, key, { configurable: true, enumerable, writable: true, value: install(current) });
}

/** Gives a replacement function the name and length of the one it stands for. */
export function disguise<F extends (...args: never[]) => unknown>(replacement: F, original: Function): F {
  Object.defineProperty(replacement, 'name', { value: original.name, configurable: true });
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true });
  return replacement;
}

/**
 * Stands in front of a class: `construct` is called in place of its constructor. What it makes still says that the
 * exported class is its constructor.
 */
export function interceptClass<Class extends abstract new (...args: never[]) => object>(
  native: Class,
  construct: (args: unknown[], newTarget: Function, make: (args: unknown[]) => object) => object,
): Class {
  const proxy = new Proxy(native, {
    construct(target, args: unknown[], newTarget: Function): object {
      return construct(args, newTarget, (changed) => Reflect.construct(target, changed, newTarget) as object);
    },
  });
  replaceProperty(native.prototype as object, 'constructor', () => proxy);
  return proxy;
}

type AnyClass = new (...args: unknown[]) => object;

/**
 * The same for a class of which a program may make a million: a subclass, which the compiler sees through, in place of a
 * Proxy, which it does not. `after` is told of each object with the first argument of its constructor.
 */
export function interceptFrequentClass<Class extends abstract new (...args: never[]) => object>(
  native: Class,
  after: (made: object, first: unknown) => void,
): Class {
  class Stand extends (native as unknown as AnyClass) {
    constructor(...args: unknown[]) {
      super(...args);
      after(this, args[0]);
    }
  }
  disguise(Stand as unknown as (...args: never[]) => unknown, native);
  return Stand as unknown as Class;
}
