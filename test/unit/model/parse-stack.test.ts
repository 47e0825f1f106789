import { describe, expect, it } from 'vitest';
import { ownerOf, parseStack, toPath } from '../../../src/model/parse-stack.js';

describe('parseStack', () => {
  const check = (
    line: string,
    expected: [name: string, file: string, line: number, column: number] | undefined,
  ): void => {
    const [frame] = parseStack(line);
    expect(frame && [frame.functionName, frame.file, frame.line, frame.column]).toEqual(expected);
  };

  it('reads what V8 prints', () => {
    check('at Mutex.lock (/app/mutex.mjs:12:5)', ['Mutex.lock', '/app/mutex.mjs', 12, 5]);
    check('    at async research (file:///app/a%20b/worker.mjs:3:9)', ['research', '/app/a b/worker.mjs', 3, 9]);
    check('at file:///app/main.mjs:7:1', ['', '/app/main.mjs', 7, 1]);
    check('at  (/app/main.mjs:7:1)', ['', '/app/main.mjs', 7, 1]);
    check('at new Pool (C:\\app\\pool.js:2:3)', ['new Pool', 'C:\\app\\pool.js', 2, 3]);
    check('at Object.<anonymous> (/app/x.cjs:1:1)', ['', '/app/x.cjs', 1, 1]);
    check('at Lock.enter [as acquire] (/app/x.cjs:1:1)', ['Lock.enter', '/app/x.cjs', 1, 1]);
    check('at node:internal/main/worker_thread:5:2', ['', 'node:internal/main/worker_thread', 5, 2]);
    check('at Array.map (<anonymous>)', undefined);
    check('Error: lock(1:2)', undefined);
  });

  it('knows whose code a file is', () => {
    expect(ownerOf('/app/src/a.ts')).toEqual({ owner: 'user' });
    expect(ownerOf('node:fs')).toEqual({ owner: 'node' });
    expect(ownerOf('/app/node_modules/@scope/pool/dist/x.js')).toEqual({
      owner: 'dependency',
      packageName: '@scope/pool',
    });
    expect(ownerOf('C:\\app\\node_modules\\piscina\\x.js')).toEqual({ owner: 'dependency', packageName: 'piscina' });
  });

  it('turns file URLs into paths and leaves other URLs alone', () => {
    expect(toPath('file:///C:/app/x.mjs?v=1')).toBe('C:/app/x.mjs');
    expect(toPath('file:///app/%C3%BC.mjs')).toBe('/app/ü.mjs');
    expect(toPath('data:text/javascript,1')).toBe('data:text/javascript,1');
  });
});
