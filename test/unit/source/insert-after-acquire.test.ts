import { describe, expect, it } from 'vitest';
import { insertAfterAcquire } from '../../../src/source/insert-after-acquire.js';

/** Puts `D();` behind the acquisition marked with `^` in front of the called name; the mark is taken out. */
function insert(marked: string): string | undefined {
  const at = marked.indexOf('^');
  const before = marked.slice(0, at).split('\n');
  const position = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
  const inserted = insertAfterAcquire(marked.replace('^', ''), 'typescript', [position], 'D();');
  return inserted?.replaceAll(/\s+/g, ' ').trim();
}

describe('insertAfterAcquire', () => {
  it.each([
    ['mutex.^lock(); work();', 'mutex.lock(); ;D(); work();'],
    ['const release = await mutex.^acquire(); work();', 'const release = await mutex.acquire(); ;D(); work();'],
    ['^lock(word); work();', 'lock(word); ;D(); work();'],
    ['if (shared) mutex.^lock(); work();', 'if (shared) { mutex.lock(); ;D(); } work();'],
    ['switch (x) { case 1: mutex.^lock(); work(); }', 'switch (x) { case 1: mutex.lock(); ;D(); work(); }'],
    ['function f(): void { mutex.^lock(); work(); }', 'function f(): void { mutex.lock(); ;D(); work(); }'],
  ])('behind the statement that takes it: %s', (source, expected) => {
    expect(insert(source)).toBe(expected);
  });

  it.each([
    ['mutex.^runExclusive(() => { work(); });', 'mutex.runExclusive(() => { D(); work(); });'],
    [
      "await navigator.locks.^request('a', async () => work());",
      "await navigator.locks.request('a', async () => (D(), work()));",
    ],
    [
      'const x = ^withLock(word, function () { return work(); });',
      'const x = withLock(word, function () { D(); return work(); });',
    ],
  ])('at the begin of what runs with it held: %s', (source, expected) => {
    expect(insert(source)).toBe(expected);
  });

  it.each([
    [
      'while (Atomics.^compareExchange(w, 0, 0, 1) !== 0) Atomics.wait(w, 0, 1); work();',
      'while (Atomics.compareExchange(w, 0, 0, 1) !== 0) Atomics.wait(w, 0, 1); ;D(); work();',
    ],
    [
      'let s = Atomics.^compareExchange(w, 0, 0, 1); while (s !== 0) { Atomics.wait(w, 0, 1); s = Atomics.exchange(w, 0, 2); } work();',
      'let s = Atomics.compareExchange(w, 0, 0, 1); while (s !== 0) { Atomics.wait(w, 0, 1); s = Atomics.exchange(w, 0, 2); } ;D(); work();',
    ],
    [
      'let s = 1; while (s !== 0) { s = Atomics.^exchange(w, 0, 2); } work();',
      'let s = 1; while (s !== 0) { s = Atomics.exchange(w, 0, 2); } ;D(); work();',
    ],
  ])('behind the loop that tries: %s', (source, expected) => {
    expect(insert(source)).toBe(expected);
  });

  it('inside what is done when trying succeeded', () => {
    expect(insert('if (Atomics.^compareExchange(w, 0, 0, 1) === 0) { work(); }')).toBe(
      'if (Atomics.compareExchange(w, 0, 0, 1) === 0) { D(); work(); }',
    );
    expect(insert('if (mutex.^tryLock()) { work(); }')).toBe('if (mutex.tryLock()) { D(); work(); }');
  });

  it.each([
    'if (!mutex.^tryLock()) { later(); }',
    'if (Atomics.^compareExchange(w, 0, 0, 1) !== 0) { later(); }',
    'function f() { return mutex.^lock(); }',
    'mutex.^lock(;',
  ])('nowhere, where it cannot be told: %s', (source) => {
    expect(insert(source)).toBeUndefined();
  });

  it('finds the only call of a line where the column is another', () => {
    const source = 'work();\nmutex.lock();\n';
    expect(insertAfterAcquire(source, 'javascript', [{ line: 2, column: 1 }], 'D();')).toContain(
      'mutex.lock();\n;D();',
    );
    expect(insertAfterAcquire('a(); b();', 'javascript', [{ line: 1, column: 9 }], 'D();')).toBeUndefined();
  });

  it('puts one statement at each place, whatever the number of ways there', () => {
    const position = { line: 1, column: 7 };
    const inserted = insertAfterAcquire('mutex.lock();', 'javascript', [position, position], 'D();');
    expect(inserted).toBe('mutex.lock();\n;D();');
  });
});
