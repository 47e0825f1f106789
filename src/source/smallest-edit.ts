import type { SourceEdit } from './edit-pool-options.js';

/** The one edit, in whole lines, that makes one text of another; undefined when they are equal. */
export function smallestEdit(before: string, after: string): SourceEdit | undefined {
  if (before === after) return undefined;
  const [old, now] = [splitLines(before), splitLines(after)];
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < most - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  const start = lengthOf(old.slice(0, head));
  return {
    start,
    end: start + lengthOf(old.slice(head, old.length - tail)),
    text: now.slice(head, now.length - tail).join(''),
  };
}

/** Each with its line break. */
function splitLines(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length, 0);
}
