import type { Plan } from '../plan.js';

/**
 * The threads that are there from the start, in an order that depends on what they do and not on their index: so that of threads that
 * begin at the same moment the same one comes first whatever their names and numbers.
 */
export function orderOfBegin(plan: Plan): number[] {
  return plan.threads
    .flatMap((thread, index) => (thread.start === 'begin' ? [index] : []))
    .sort((left, right) => compareThreads(plan, left, right) || left - right);
}

function compareThreads(plan: Plan, left: number, right: number): number {
  const [first, second] = [plan.threads[left], plan.threads[right]];
  if (first === undefined || second === undefined) return 0;
  const { code, arg, ns } = plan.ops;
  const [at, end] = first.body;
  const [other, otherEnd] = second.body;
  const lengths = first.pool - second.pool || first.startCpuNs - second.startCpuNs || end - at - (otherEnd - other);
  if (lengths !== 0) return lengths;
  for (let op = 0; op < end - at; op++) {
    const difference =
      (code[at + op] as number) - (code[other + op] as number) ||
      (ns[at + op] as number) - (ns[other + op] as number) ||
      (arg[at + op] as number) - (arg[other + op] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
