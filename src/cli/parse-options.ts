import { InvalidArgumentError } from 'commander';

const MOST_THREADS = 1024;
const MOST_REPEATS = 1000;
const LEAST_PAIRS = 6;

/** "0,1,2,4" → ascending, each once. */
export function parseThreads(text: string): number[] {
  const counts = text.split(',').map((part) => parseWhole(part, 0, MOST_THREADS));
  return [...new Set(counts)].sort((a, b) => a - b);
}

export function parseRepeats(text: string): number {
  return parseWhole(text, 1, MOST_REPEATS);
}

/** Below six, nothing can be told. */
export function parsePairs(text: string): number {
  return parseWhole(text, LEAST_PAIRS, MOST_REPEATS);
}

export function parseSeconds(text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  // A timer takes no more than 2^31 ms.
  if (!(seconds > 0 && seconds < 2_147_483)) throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return seconds;
}

function parseWhole(text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Each number must be whole, from ${least} to ${most}.`);
}
