/** Whether runs of a loop go to the same places in the same order again and again. */
export interface OrderSum {
  /** `order`: hash of where a recorded run began to go; absent where that is not known. */
  add(threadId: number, order: string | undefined): void;
  /** Runs that have an order in common, mean, of so many in all; 1 where nothing tells that any have. */
  runsPerOrder(runs: number): number;
}

/** An order must have been seen so often, on average, to be one that comes back. */
const SEEN = 2;

export function createOrderSum(): OrderSum {
  const distinct = new Set<string>();
  let seen = 0;
  return {
    add(threadId, order) {
      if (order === undefined) return;
      seen++;
      distinct.add(`${threadId} ${order}`);
    },
    runsPerOrder: (runs) => (seen >= SEEN * distinct.size && distinct.size > 0 ? Math.max(1, runs / distinct.size) : 1),
  };
}
