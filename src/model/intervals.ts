/** Spans of time, ascending and not overlapping. */
export interface Intervals {
  beginNs: number[];
  endNs: number[];
}

/** The union of spans given in order of their begin. Spans with an unknown end are left out. */
export function uniteSpans(spans: Iterable<readonly [beginNs: number, endNs: number]>): Intervals {
  const union: Intervals = { beginNs: [], endNs: [] };
  for (const [begin, end] of spans) {
    if (!(end > begin)) continue;
    const last = union.endNs.length - 1;
    if (last >= 0 && begin <= (union.endNs[last] as number)) {
      union.endNs[last] = Math.max(union.endNs[last] as number, end);
    } else {
      union.beginNs.push(begin);
      union.endNs.push(end);
    }
  }
  return union;
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
