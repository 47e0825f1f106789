import type { Plan, PlanThread } from '../plan.js';
import { createOpWriter, type OpWriter } from './op-writer.js';

/** Calls `visit` once for each range of ops that a thread or a task runs; ranges that several tasks share come once. */
export function forEachBody({ threads, tasks, ops }: Plan, visit: (begin: number, end: number) => void): void {
  const seenTo = new Int32Array(ops.count + 1).fill(-1);
  const once = (begin: number, end: number): void => {
    if (begin >= end || seenTo[begin] === end) return;
    seenTo[begin] = end;
    visit(begin, end);
  };
  for (const { body } of threads) once(body[0], body[1]);
  for (let task = 0; task < tasks.count; task++) once(tasks.bodyBegin[task] as number, tasks.bodyEnd[task] as number);
}

/**
 * The plan with every body written anew. Bodies that several tasks share stay shared.
 *
 * @param rewrite writes what is to stand for ops [begin, end) of the plan
 */
export function rewriteBodies(plan: Plan, rewrite: (begin: number, end: number, out: OpWriter) => void): Plan {
  const { ops, tasks } = plan;
  const out = createOpWriter(ops.count);
  const newBegin = new Int32Array(ops.count + 1);
  const newEnd = new Int32Array(ops.count + 1);
  const seenTo = new Int32Array(ops.count + 1).fill(-1);
  const place = (begin: number, end: number): [number, number] => {
    if (begin >= end) return [0, 0];
    if (seenTo[begin] !== end) {
      newBegin[begin] = out.count();
      rewrite(begin, end, out);
      newEnd[begin] = out.count();
      seenTo[begin] = end;
    }
    return [newBegin[begin] as number, newEnd[begin] as number];
  };
  const threads = plan.threads.map((thread): PlanThread => ({ ...thread, body: place(...thread.body) }));
  const bodyBegin = new Int32Array(tasks.count);
  const bodyEnd = new Int32Array(tasks.count);
  for (let task = 0; task < tasks.count; task++) {
    const [begin, end] = place(tasks.bodyBegin[task] as number, tasks.bodyEnd[task] as number);
    bodyBegin[task] = begin;
    bodyEnd[task] = end;
  }
  return { ...plan, threads, tasks: { ...tasks, bodyBegin, bodyEnd }, ops: out.finish() };
}
