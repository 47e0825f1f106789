import { compileFunction } from 'node:vm';

/** A loop made for one pattern: its code is its own, so that what V8 learns of it comes from it alone. */
export interface Kernel {
  /** Runs so many iterations, a multiple of `quantum`, and returns what depends on all of them. */
  run(iterations: number): number;
  quantum: number;
  /** What has to be done once in a while besides, measured on its own: ns an iteration. */
  besidesNs?: number;
}

export interface Kernels {
  now: Kernel;
  proposed: Kernel;
}

/** What a thread knows when it makes its kernels. */
export interface KernelContext {
  thread: number;
  threads: number;
  random: () => number;
  shared: SharedArrayBuffer;
}

/**
 * Makes a loop from its text: only so does it have just the accesses of its pattern, with nothing to decide on the way.
 *
 * @param body of `function (...names, times)`; returns a number
 */
export function makeLoop(names: readonly string[], body: string): (...args: unknown[]) => number {
  return compileFunction(`'use strict';\n${body}`, [...names, 'times']) as (...args: unknown[]) => number;
}
