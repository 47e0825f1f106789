const { hrtime } = process;

/** process.hrtime, ns, as a number. */
export function nowNs(): number {
  return Number(hrtime.bigint());
}
