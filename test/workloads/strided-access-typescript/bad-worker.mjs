const INPUTS = 160;
const NEURONS = 1024;
class Matrix {
  rows;
  columns;
  cells;
  constructor(rows, columns, seed) {
    this.rows = rows;
    this.columns = columns;
    this.cells = new Float32Array(rows * columns);
    for (let i = 0, noise = seed; i < this.cells.length && seed > 0; i++) {
      noise = Math.imul(noise, 1664525) + 1013904223 | 0;
      this.cells[i] = noise >> 28;
    }
  }
  times(other) {
    const { rows, columns: inner } = this;
    const { columns } = other;
    const left = this.cells;
    const right = other.cells;
    const product = new Matrix(rows, columns, 0);
    const out = product.cells;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum += left[row * inner + k] * right[k * columns + column];
        }
        out[row * columns + column] = sum;
      }
    }
    return product;
  }
  checksum() {
    return this.cells.reduce((sum, cell) => Math.imul(sum, 31) + cell | 0, 0);
  }
}
function propagate({ seed }) {
  const inputs = new Matrix(INPUTS, NEURONS, seed + 1e3);
  const weights = new Matrix(NEURONS, NEURONS, seed);
  return inputs.times(weights).checksum();
}
export {
  propagate as default
};
//# sourceMappingURL=bad-worker.mjs.map
