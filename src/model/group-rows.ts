/** Rows of a table by an integer key, each group in the table's order: a counting sort, linear and without objects. */
export interface Groups {
  of(key: number): Int32Array;
}

export function groupRows(keys: Int32Array, keyCount: number): Groups {
  const starts = new Int32Array(keyCount + 1);
  for (const key of keys) if (key >= 0) (starts[key + 1] as number)++;
  for (let key = 0; key < keyCount; key++) (starts[key + 1] as number) += starts[key] as number;
  const next = starts.slice();
  const rows = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] as number;
    if (key >= 0) rows[(next[key] as number)++] = row;
  }
  return { of: (key) => rows.subarray(starts[key], starts[key + 1]) };
}
