import type { AllocationPattern, CopyPattern } from '../../../model/memory/pattern.js';
import { createContainers } from '../containers.js';
import { makeLoop, type Kernels } from '../kernel.js';

/** Of what a heap object carries besides its fields, bytes (header, properties, elements). */
const OBJECT_HEADER_BYTES = 24;
const ARRAY_HEADER_BYTES = 48;
const TYPED_HEADER_BYTES = 104;
const WORD_BYTES = 8;
/** With more fields than this V8 keeps objects otherwise; then an array stands for them. */
const MOST_FIELDS = 100;
/** A double in a field of an object. */
const BOX_BYTES = 16;
/** The latest stay alive, so that the optimiser has to make them: a power of two. */
const FEWEST_KEPT = 16;

/** A new one each time, which lives until so many others have been made, against one that is written over. */
export function makeAllocation(pattern: AllocationPattern): Kernels {
  const { make, reuse, first } = describe(pattern);
  const kept = 2 ** Math.round(Math.log2(Math.max(FEWEST_KEPT, pattern.keptBytes / pattern.bytes)));
  const places: unknown[] = Array.from({ length: kept }, () => null);
  const allocate = makeLoop(['K'], `for (let t = 0; t < times; t++) { K[t & ${kept - 1}] = ${make}; } return times;`);
  const write = makeLoop(
    ['K', 'o'],
    `for (let t = 0; t < times; t++) { ${reuse} K[t & ${FEWEST_KEPT - 1}] = o; } return times;`,
  );
  const one = makeLoop([], `const t = times; return ${first};`)(1);
  return {
    now: { quantum: 1, run: (iterations) => allocate(places, iterations) },
    proposed: { quantum: 1, run: (iterations) => write(places, one, iterations) },
  };
}

/** Text of what makes one, of what writes it over, and of the one that is written over. */
function describe({ what, bytes, doubles }: AllocationPattern): { make: string; reuse: string; first: string } {
  const fields = Math.round((bytes - BOX_BYTES * doubles - OBJECT_HEADER_BYTES) / WORD_BYTES);
  if (what === 'string') {
    // A string cannot be written over: not making it is what is proposed.
    const make = `('x'.repeat(${Math.max(1, Math.round(bytes) - 16)}) + t)`;
    return { make, reuse: '', first: make };
  }
  if (what === 'typed-array') {
    // Who has made one writes to it, then as now.
    const make = `new Float64Array(${Math.max(1, Math.round((bytes - TYPED_HEADER_BYTES) / WORD_BYTES))}).fill(t)`;
    return { make, reuse: 'o.fill(t);', first: make };
  }
  if (what === 'array' || fields > MOST_FIELDS) {
    const length = Math.max(1, Math.round((bytes - ARRAY_HEADER_BYTES) / WORD_BYTES));
    const make = length <= 16 ? `[${repeat(length, () => 't')}]` : `new Array(${length}).fill(t)`;
    return {
      make,
      reuse: length <= 16 ? repeat(length, (at) => `o[${at}] = t`, '; ') + ';' : 'o.fill(t);',
      first: make,
    };
  }
  const count = Math.max(1, fields);
  const value = (at: number): string => (at < doubles ? 't + 0.5' : 't');
  const make = `({ ${repeat(count, (at) => `f${at}: ${value(at)}`)} })`;
  return { make, reuse: `${repeat(count, (at) => `o.f${at} = ${value(at)}`, '; ')};`, first: make };
}

function repeat(count: number, write: (at: number) => string, between = ', '): string {
  return Array.from({ length: count }, (_, at) => write(at)).join(between);
}

/** Several copies and what they are made from stand in memory at once. */
const MOST_COPIED_BYTES = 2 ** 29;

/** A copy for each thread, made and read, against one in shared memory that all read. An iteration is a whole copy. */
export function makeCopy({ container, elements, bytes }: CopyPattern): Kernels {
  if (bytes > MOST_COPIED_BYTES) throw new Error('Copies of this size do not fit beside each other here.');
  const elementBytes = elements === 'typed' && container.endsWith('8Array') ? 1 : WORD_BYTES;
  const length = Math.max(1, Math.round(bytes / elementBytes));
  const [original] = createContainers()({
    container,
    elements,
    values: elements === 'object' ? 'object' : elements === 'double' ? 'double' : 'integer',
    elementBytes,
    length,
    arrays: 1,
  });
  const shared = new Float64Array(new SharedArrayBuffer(WORD_BYTES * Math.ceil((length * elementBytes) / WORD_BYTES)));
  shared.fill(1);
  const isTyped = elements === 'typed';
  const read = isTyped ? 's += Number(c[i]);' : 's += typeof c[i] === "object" ? 1 : c[i];';
  const clone = makeLoop(
    ['original', 'clone'],
    `let s = 0.5; for (let t = 0; t < times; t++) { const c = clone(original); for (let i = 0; i < c.length; i++) { ${read} } } return s;`,
  );
  const share = makeLoop(
    ['c'],
    'let s = 0.5; for (let t = 0; t < times; t++) { for (let i = 0; i < c.length; i++) { s += c[i]; } } return s;',
  );
  return {
    now: { quantum: 1, run: (iterations) => clone(original, structuredClone, iterations) },
    proposed: { quantum: 1, run: (iterations) => share(shared, iterations) },
  };
}
