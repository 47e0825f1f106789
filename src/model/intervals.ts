/** Spans of time, ascending and not overlapping. */
export interface Intervals {
  beginNs: number[];
  endNs: number[];
}

/** Adds a span whose begin is not before that of the last one added. One without length, or with an unknown end, adds nothing. */
export function addSpan({ beginNs, endNs }: Intervals, begin: number, end: number): void {
  if (!(end > begin)) return;
  const last = endNs.length - 1;
  if (last >= 0 && begin <= (endNs[last] as number)) {
    endNs[last] = Math.max(endNs[last] as number, end);
  } else {
    beginNs.push(begin);
    endNs.push(end);
  }
}

/** A function giving how many ns of the intervals lie before a time; ask it with ascending times only. */
export function createMeter({ beginNs, endNs }: Intervals): (timeNs: number) => number {
  let at = 0;
  let passed = 0;
  return (timeNs) => {
    while (at < endNs.length && (endNs[at] as number) <= timeNs) {
      passed += (endNs[at] as number) - (beginNs[at] as number);
      at++;
    }
    return passed + Math.max(0, at < beginNs.length ? timeNs - (beginNs[at] as number) : 0);
  };
}
