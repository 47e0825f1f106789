/** Columns that grow as rows come in: one amortised copy instead of an object a row. */

export class Doubles {
  count = 0;
  #values = new Float64Array(64);

  push(value: number): void {
    if (this.count === this.#values.length) {
      const grown = new Float64Array(this.count * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.count++] = value;
  }

  at(row: number): number {
    return this.#values[row] as number;
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
  }

  add(row: number, value: number): void {
    (this.#values[row] as number) += value;
  }

  /** Copies these rows, in this order. */
  gather(rows: Int32Array): Float64Array {
    const gathered = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++) gathered[at] = this.#values[rows[at] as number] as number;
    return gathered;
  }

  /** A view: valid until the next push. */
  view(): Float64Array {
    return this.#values.subarray(0, this.count);
  }
}

export class Ints {
  count = 0;
  #values = new Int32Array(64);

  push(value: number): void {
    if (this.count === this.#values.length) {
      const grown = new Int32Array(this.count * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.count++] = value;
  }

  at(row: number): number {
    return this.#values[row] as number;
  }

  set(row: number, value: number): void {
    this.#values[row] = value;
  }

  /** Copies these rows, in this order. */
  gather(rows: Int32Array): Int32Array {
    const gathered = new Int32Array(rows.length);
    for (let at = 0; at < rows.length; at++) gathered[at] = this.#values[rows[at] as number] as number;
    return gathered;
  }

  /** A view: valid until the next push. */
  view(): Int32Array {
    return this.#values.subarray(0, this.count);
  }
}

/** First-in first-out of row numbers. */
export class RowQueue {
  #rows = new Ints();
  #first = 0;

  get length(): number {
    return this.#rows.count - this.#first;
  }

  push(row: number): void {
    this.#rows.push(row);
  }

  /** -1 when empty. */
  shift(): number {
    return this.#first < this.#rows.count ? this.#rows.at(this.#first++) : -1;
  }
}

/** How many of the ascending `values` are smaller than `value`. */
export function countBelow(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Row numbers in ascending order of `keys`; rows of equal keys keep their order. Keys must be numbers, not NaN. */
export function orderBy(keys: Float64Array): Int32Array {
  const rows = new Int32Array(keys.length);
  let sorted = true;
  for (let row = 0; row < keys.length; row++) {
    rows[row] = row;
    if (row > 0 && (keys[row - 1] as number) > (keys[row] as number)) sorted = false;
  }
  return sorted ? rows : rows.sort((x, y) => (keys[x] as number) - (keys[y] as number) || x - y);
}
