import type { ArrayWalk, Pattern } from './pattern.js';
import type { MemoryChange } from './plan.js';

/** Both sides of a pattern in words, as they stand beside what was measured. */
export function describePattern(pattern: Pattern, change: MemoryChange): { now: string; proposal: string } {
  switch (pattern.kind) {
    case 'walk':
      return { now: describeWalk(pattern.now[0]), proposal: PROPOSALS[change] ?? describeWalk(pattern.proposed[0]) };
    case 'objects':
      return {
        now: `${pattern.used} of ${pattern.fields} fields of ${count(pattern.length)} objects`,
        proposal: 'the same fields in typed arrays',
      };
    case 'making':
      return {
        now: `making ${count(pattern.length)} objects of ${pattern.fields} fields`,
        proposal: 'filling a typed array for each field',
      };
    case 'shapes':
      return { now: `objects of ${pattern.shapes} shapes at one access`, proposal: 'objects of one shape' };
    case 'sharing':
      return {
        now: `${pattern.users.length} threads at ${pattern.sharing === 'true' ? 'the same place' : 'places of their own'} in one line of ${pattern.lineBytes} bytes`,
        proposal:
          pattern.sharing === 'true' ? 'each counts for itself and stores once a run' : 'each at a line of its own',
      };
    case 'allocation':
      return {
        now: `a new object of ${bytes(pattern.bytes)} each time${pattern.keptBytes > 0 ? `, ${bytes(pattern.keptBytes)} of them alive` : ''}`,
        proposal: 'one that is written over',
      };
    case 'copy':
      return {
        now: `${pattern.threads} threads with copies of ${bytes(pattern.bytes)}`,
        proposal: 'one SharedArrayBuffer that all read',
      };
    case 'placement':
      return {
        now: `${pattern.threads} threads over ${bytes(pattern.workingSetBytes)} each, free to move`,
        proposal: 'each kept on its core',
      };
  }
}

const PROPOSALS: Partial<Record<MemoryChange, string>> = {
  interchange: 'the same with the loops swapped',
  tiles: 'the same in tiles',
  layout: 'the field in an array of its own',
  order: 'the same places in order',
  renumber: 'the same with places numbered as they are visited',
};

function describeWalk(walk: ArrayWalk | undefined): string {
  if (walk === undefined) return 'a loop';
  const { container, elements, values, elementBytes, length, arrays, order, stepBytes } = walk;
  const all = bytes(elementBytes * length * arrays);
  if (elements === 'dictionary') return `${count(length)} elements in dictionary mode`;
  if (elements === 'object' && values === 'double') return `${count(length)} boxed numbers`;
  if (order === 'across') return `down the columns of ${count(arrays)} rows of ${all} in all`;
  if (order === 'random') return `places in no order in ${withArticle(container)} of ${all}`;
  return stepBytes === elementBytes
    ? `${withArticle(container)} of ${all} in order`
    : `${bytes(Math.abs(stepBytes))} steps through ${withArticle(container)} of ${all}`;
}

/** "an Int32Array", "a Uint8Array". */
function withArticle(container: string): string {
  return `${/^[AEIO]/.test(container) ? 'an' : 'a'} ${container}`;
}

function bytes(value: number): string {
  const [size, unit] = value >= 2 ** 20 ? [2 ** 20, 'MB'] : value >= 2 ** 10 ? [2 ** 10, 'KB'] : [1, 'bytes'];
  return `${Number((value / size).toPrecision(3))} ${unit}`;
}

function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}
