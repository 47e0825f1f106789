/**
 * What V8 knows of an object's elements and hidden class, by its test functions. Their syntax is allowed only while they are
 * compiled; the program never sees it. A build of Node without them tells less.
 */
import { setFlagsFromString } from 'node:v8';

type Test = (object: object) => boolean;

interface Tests {
  smi: Test;
  double: Test;
  dictionary: Test;
  sameMap: (a: object, b: object) => boolean;
}

let tests: Tests | null = null;
let failures = 0;
/** V8 drops code that is long unused, and then needs the syntax again. */
const MAX_FAILURES = 20;

function compile(): Tests | null {
  setFlagsFromString('--allow-natives-syntax');
  try {
    const one = (name: string): Test => {
      // oxlint-disable-next-line typescript/no-implied-eval -- no other way to these functions
      const test = new Function('a', `return %${name}(a)`) as Test;
      test([1]);
      return test;
    };
    // oxlint-disable-next-line typescript/no-implied-eval
    const sameMap = new Function('a', 'b', 'return %HaveSameMap(a,b)') as Tests['sameMap'];
    sameMap([], []);
    return {
      smi: one('HasSmiElements'),
      double: one('HasDoubleElements'),
      dictionary: one('HasDictionaryElements'),
      sameMap,
    };
  } catch {
    return null;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}

export function openElements(): boolean {
  // Another thread may just have taken the syntax away again.
  for (let attempt = 0; tests === null && attempt < 3; attempt++) tests = compile();
  return tests !== null;
}

function ask<Answer>(question: (known: Tests) => Answer, otherwise: () => Answer): Answer {
  if (tests === null) return otherwise();
  try {
    return question(tests);
  } catch {
    tests = ++failures < MAX_FAILURES ? compile() : null;
    return otherwise();
  }
}

export type ElementsKind = 'smi' | 'double' | 'object' | 'dictionary';

/** Of an array or object that is no Proxy. */
export function elementsOf(object: object): ElementsKind | 'none' {
  return ask<ElementsKind | 'none'>(
    ({ smi, double, dictionary }) => {
      if (double(object)) return 'double';
      if (smi(object)) return 'smi';
      return dictionary(object) ? 'dictionary' : 'object';
    },
    () => 'none',
  );
}

export function haveSameShape(a: object, b: object): boolean {
  return ask(
    ({ sameMap }) => sameMap(a, b),
    () => haveSameKeys(a, b),
  );
}

/** The same names in the same order, and one prototype. */
export function haveSameKeys(a: object, b: object): boolean {
  return Object.getPrototypeOf(a) === Object.getPrototypeOf(b) && Object.keys(a).join() === Object.keys(b).join();
}
