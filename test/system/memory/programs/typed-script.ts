// TypeScript that Node strips itself; nothing says whether it is CommonJS.
interface Row {
  values: Float64Array;
}

const rows: Row[] = Array.from({ length: 8 }, () => ({ values: new Float64Array(64).fill(1) }));
let sum: number = 0;
for (let round = 0; round < 20; round++) {
  for (let column = 0; column < 64; column++) {
    for (const row of rows as Row[]) {
      sum += row.values[column]!;
    }
  }
}
console.log(sum);
