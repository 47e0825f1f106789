import type { MakingPattern } from '../../../model/memory/pattern.js';
import { makeLoop, type Kernel, type Kernels } from '../kernel.js';

/** Objects beyond this are past every cache there is, and as dear to make as these. */
const MOST_OBJECTS = 1_000_000;

/** Arrays of a thread that makes many more: by then it is warm. */
const MOST_OF_ALL = 4_000_000;

/** Objects of one array, and arrays, as they are replayed. */
export function sizeOfMaking({ length, rounds }: MakingPattern): { count: number; rounds: number } {
  const count = Math.max(1, Math.min(MOST_OBJECTS, length));
  return { count, rounds: Math.max(1, Math.min(rounds, Math.floor(MOST_OF_ALL / count))) };
}

/** An array of objects after the other, made and filled, against typed arrays of the same numbers. The last one stays alive. */
export function makeMaking(pattern: MakingPattern): Kernels {
  const { fields, values } = pattern;
  const { count } = sizeOfMaking(pattern);
  const isDouble = values === 'double';
  const value = isDouble ? '(i & 1023) + 0.5' : 'i & 1023';
  const each = (write: (at: number) => string, between: string): string =>
    Array.from({ length: Math.max(1, fields) }, (_, at) => write(at)).join(between);
  const columns = each((at) => `const c${at} = new ${isDouble ? 'Float64Array' : 'Int32Array'}(${count});`, ' ');
  return {
    now: makeRounds(
      count,
      `const made = []; for (let i = 0; i < ${count}; i++) made.push({ ${each((at) => `f${at}: ${value}`, ', ')} });`,
    ),
    proposed: makeRounds(
      count,
      `${columns} const made = [${each((at) => `c${at}`, ', ')}]; for (let i = 0; i < ${count}; i++) { ${each((at) => `c${at}[i] = ${value};`, ' ')} }`,
    ),
  };
}

function makeRounds(count: number, round: string): Kernel {
  const loop = makeLoop(['K'], `for (let r = 0; r < times; r++) { ${round} K[0] = made; } return K[0].length;`);
  const kept: unknown[] = [null];
  return { quantum: count, run: (iterations) => loop(kept, Math.max(1, Math.round(iterations / count))) };
}
