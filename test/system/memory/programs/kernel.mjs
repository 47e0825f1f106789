export const SIZE = 1024;

// The loop is on lines that its caller's file does not have.
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
//
export function addColumns(cells, sums) {
  for (let x = 0; x < SIZE; x++) {
    for (let y = 0; y < SIZE; y++) {
      sums[x] += cells[y * SIZE + x];
    }
  }
}
