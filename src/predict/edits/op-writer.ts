import type { Ops } from '../plan.js';

/** Ops written one after the other into columns that grow. */
export interface OpWriter {
  /** Ops written so far: the index of the next. */
  count(): number;
  add(code: number, arg: number, ns: number): void;
  /** The rows [begin, end) of other ops. */
  copy(from: Ops, begin: number, end: number): void;
  finish(): Ops;
}

export function createOpWriter(expected: number): OpWriter {
  let capacity = Math.max(16, expected);
  let code = new Uint8Array(capacity);
  let arg = new Int32Array(capacity);
  let ns = new Float64Array(capacity);
  let count = 0;
  const reserve = (more: number): void => {
    if (count + more <= capacity) return;
    capacity = Math.max(capacity * 2, count + more);
    const [oldCode, oldArg, oldNs] = [code, arg, ns];
    (code = new Uint8Array(capacity)).set(oldCode);
    (arg = new Int32Array(capacity)).set(oldArg);
    (ns = new Float64Array(capacity)).set(oldNs);
  };
  return {
    count: () => count,
    add(newCode, newArg, newNs) {
      reserve(1);
      code[count] = newCode;
      arg[count] = newArg;
      ns[count++] = newNs;
    },
    copy(from, begin, end) {
      if (end <= begin) return;
      reserve(end - begin);
      code.set(from.code.subarray(begin, end), count);
      arg.set(from.arg.subarray(begin, end), count);
      ns.set(from.ns.subarray(begin, end), count);
      count += end - begin;
    },
    finish: () => ({ count, code: code.slice(0, count), arg: arg.slice(0, count), ns: ns.slice(0, count) }),
  };
}
