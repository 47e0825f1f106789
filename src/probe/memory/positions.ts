/** Offsets of a source text → lines and columns, 1-based. */
export interface Position {
  line: number;
  column: number;
}

export function createLocator(source: string): (offset: number) => Position {
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n?|[\n\u2028\u2029]/g)) starts.push(index + end.length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
}
