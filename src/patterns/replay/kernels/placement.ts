import type { PlacementPattern } from '../../../model/memory/pattern.js';
import { makeLoop, type Kernel, type KernelContext, type Kernels } from '../kernel.js';

const LINE_WORDS = 8;
const MOST_BYTES = 128 * 2 ** 20;

/** Each thread over its working set, line by line in no order: what a thread that moves leaves behind in a cache. */
export function makePlacement({ workingSetBytes }: PlacementPattern, { random }: KernelContext): Kernels {
  const lines = Math.max(16, Math.round(Math.min(MOST_BYTES, workingSetBytes) / (LINE_WORDS * 8)));
  const memory = new Float64Array(lines * LINE_WORDS).fill(1);
  const places = Int32Array.from({ length: lines }, () => Math.floor(random() * lines) * LINE_WORDS);
  const state = new Int32Array(1);
  const kernel = (): Kernel => {
    const loop = makeLoop(
      ['M', 'P', 'S'],
      `let s = 0.5, p = S[0]; for (let t = 0; t < times; t++) { s += M[P[p]]; if (++p === ${lines}) p = 0; } S[0] = p; return s;`,
    );
    return { quantum: 1, run: (iterations) => loop(memory, places, state, iterations) };
  };
  return { now: kernel(), proposed: kernel() };
}
