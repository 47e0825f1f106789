import { createHash } from 'node:crypto';

/** What is kept of one stream of one run; what is longer is compared by its hash. */
const KEPT_BYTES = 1 << 20;

export interface CapturedOutput {
  /** The beginning. */
  text: string;
  bytes: number;
  hash: string;
}

export interface Capture {
  add: (chunk: Buffer) => void;
  finish: () => CapturedOutput;
}

export function createCapture(): Capture {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let bytes = 0;
  return {
    add: (chunk) => {
      hash.update(chunk);
      if (bytes < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - bytes));
      bytes += chunk.length;
    },
    finish: () => ({ text: Buffer.concat(kept).toString('utf8'), bytes, hash: hash.digest('hex') }),
  };
}
