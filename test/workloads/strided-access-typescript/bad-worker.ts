interface Batch {
  seed: number
}

const INPUTS = 160
const NEURONS = 1024

class Matrix {
  readonly rows: number
  readonly columns: number
  readonly cells: Float32Array

  constructor(rows: number, columns: number, seed: number) {
    this.rows = rows
    this.columns = columns
    this.cells = new Float32Array(rows * columns)
    for (let i = 0, noise = seed; i < this.cells.length && seed > 0; i++) {
      noise = (Math.imul(noise, 1664525) + 1013904223) | 0
      this.cells[i] = noise >> 28
    }
  }

  times(other: Matrix): Matrix {
    const { rows, columns: inner } = this
    const { columns } = other
    const left = this.cells
    const right = other.cells
    const product = new Matrix(rows, columns, 0)
    const out = product.cells
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0
        for (let k = 0; k < inner; k++) { // <- site
          sum += (left[row * inner + k] as number) * (right[k * columns + column] as number) // <- site
        }
        out[row * columns + column] = sum
      }
    }
    return product
  }

  checksum(): number {
    return this.cells.reduce((sum, cell) => (Math.imul(sum, 31) + cell) | 0, 0)
  }
}

export default function propagate({ seed }: Batch): number {
  const inputs: Matrix = new Matrix(INPUTS, NEURONS, seed + 1000)
  const weights: Matrix = new Matrix(NEURONS, NEURONS, seed)
  return inputs.times(weights).checksum()
}
