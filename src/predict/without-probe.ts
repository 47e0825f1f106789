import type { Profile } from '../model/profile.js';
import { OpCode, type Plan } from './plan.js';

/**
 * The plan of the run as it is when nobody records it: without loading the probe in the main thread and without the collector, as far
 * as they were measured. The same for every change, they would make each look smaller than it is. What recording costs by the event or
 * by the worker goes with the program's own work and stays.
 */
export function withoutProbe(plan: Plan, { quality: { probe }, threads }: Profile): Plan {
  const startNs = Math.max(0, probe.startNs) / Math.max(1, threads.length);
  return {
    ...plan,
    fixedNs: Math.max(0, plan.fixedNs - startNs),
    ops: { ...plan.ops, ns: withoutCollector(plan, Math.max(0, probe.collectorNs)) },
  };
}

/** The collector is one of those threads of the process that are not the program's. */
function withoutCollector({ threads, ops }: Plan, collectorNs: number): Float64Array {
  const bodies = threads.flatMap(({ helper, body }) => (helper === true ? [body] : []));
  let helpNs = 0;
  for (const [begin, end] of bodies)
    for (let op = begin; op < end; op++) if (ops.code[op] === OpCode.Compute) helpNs += ops.ns[op] as number;
  const kept = helpNs > 0 ? Math.max(0, 1 - collectorNs / helpNs) : 1;
  const ns = ops.ns.slice();
  for (const [begin, end] of bodies)
    for (let op = begin; op < end; op++) if (ops.code[op] === OpCode.Compute) ns[op] = (ns[op] as number) * kept;
  return ns;
}
