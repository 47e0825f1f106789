import { describe, expect, it } from 'vitest';
import { findSection } from '../../../src/model/lock-place.js';
import { ownerOf, parseStack } from '../../../src/model/parse-stack.js';
import type { Frame } from '../../../src/model/profile.js';

const stack = (...lines: string[]): Frame[] =>
  parseStack(lines.map((line) => `at ${line}`).join('\n')).map((frame) => ({ ...frame, ...ownerOf(frame.file) }));

describe('findSection', () => {
  const check = (acquire: Frame[], releases: Frame[][], expected: string): void => {
    const frame = acquire[findSection(acquire, releases)];
    expect(`${frame?.functionName}:${frame?.line}`).toBe(expected);
  };
  const caller = 'takeTurn (/app/worker.mjs:10:3)';

  it('is the function that calls lock and unlock', () => {
    const release = stack('Mutex.unlock (/app/mutex.mjs:20:3)', 'takeTurn (/app/worker.mjs:15:3)');
    check(stack('Mutex.lock (/app/mutex.mjs:10:3)', caller), [release], 'takeTurn:10');
    check(
      stack('Mutex.slow (/app/mutex.mjs:30:3)', 'Mutex.lock (/app/mutex.mjs:10:3)', caller),
      [release],
      'takeTurn:10',
    );
  });

  it('is the line itself where lock and unlock are written out', () => {
    const release = stack('work (/app/worker.mjs:9:3)', 'run (/app/worker.mjs:90:3)');
    check(stack('work (/app/worker.mjs:4:3)', 'run (/app/worker.mjs:90:3)'), [release], 'work:4');
  });

  it('is the caller of a wrapper, whatever the wrapper is called if it belongs to the lock', () => {
    for (const wrapper of ['Mutex.withLock', 'Mutex.runExclusive', 'Mutex.during']) {
      const frames = (inner: string): Frame[] =>
        stack(`Mutex.${inner} (/app/m.mjs:1:1)`, `${wrapper} (/app/m.mjs:9:1)`, caller);
      check(frames('lock'), [frames('unlock')], 'takeTurn:10');
    }
    const plain = stack('withLock (/app/m.mjs:5:1)', caller);
    check(plain, [stack('withLock (/app/m.mjs:8:1)', caller)], 'takeTurn:10');
  });

  it('goes by names when no release was recorded', () => {
    check(stack('enter (/app/gate.cjs:3:1)', caller), [], 'takeTurn:10');
    check(stack('Semaphore.acquire (/app/s.mjs:3:1)', caller), [], 'takeTurn:10');
    check(stack('work (/app/worker.mjs:4:3)'), [], 'work:4');
  });

  it('goes out of dependencies to user code', () => {
    const lock = 'Mutex.acquire (/app/node_modules/async-mutex/lib/Mutex.js:3:1)';
    const wrap = 'Mutex.runExclusive (/app/node_modules/async-mutex/lib/Mutex.js:9:1)';
    check(stack(lock, wrap, 'Planner.expand (/app/plan.mjs:15:22)'), [], 'Planner.expand:15');
  });

  it('finds nothing on a stack of node alone', () => {
    expect(findSection(stack('x (node:internal/a:1:1)'), [])).toBe(-1);
  });
});
