import * as v from 'valibot';
import type { Workload } from './workload.js';
import { WorkloadError } from './workload-error.js';

/** Agents are numbered in 16 bits where traces say who waits for whom. */
const MOST_AGENTS = 65_535;

const WORKER_FAULT = '`worker` must be the path or URL of a Piscina worker file';

const wholeNumber = (least: number, message: string) =>
  v.pipe(v.number(message), v.integer(message), v.minValue(least, message));
const callable = <Signature>(message: string) => v.custom<Signature>((value) => typeof value === 'function', message);
const isPlainObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const schema = v.object(
  {
    worker: v.union([v.pipe(v.string(), v.nonEmpty(WORKER_FAULT)), v.instance(URL)], WORKER_FAULT),
    agents: v.pipe(
      wholeNumber(1, '`agents` must be a whole number of at least 1'),
      v.maxValue(MOST_AGENTS, `\`agents\` must be at most ${MOST_AGENTS}`),
    ),
    rounds: wholeNumber(1, '`rounds` must be a whole number of at least 1'),
    warmup: v.optional(wholeNumber(0, '`warmup` must be a whole number of rounds')),
    input: callable<Workload['input']>('`input` must be a function: (agent, round) => what the worker is called with'),
    agentName: v.optional(callable<(agent: number) => string>('`agentName` must be a function: (agent) => its name')),
    options: v.optional(
      v.custom<NonNullable<Workload['options']>>(isPlainObject, '`options` must be an object of Piscina options'),
    ),
    setup: v.optional(callable<() => void | Promise<void>>('`setup` must be a function')),
    teardown: v.optional(callable<() => void | Promise<void>>('`teardown` must be a function')),
  },
  'its default export must be an object with worker, agents, rounds and input',
);

/** A workload with its defaults filled in. */
export type CheckedWorkload = v.InferOutput<typeof schema> & { warmup: number };

/**
 * @param file only named in messages
 * @throws WorkloadError that lists everything that is wrong
 */
export function checkWorkload(exported: unknown, file: string): CheckedWorkload {
  const result = v.safeParse(schema, exported);
  if (!result.success) {
    const faults = result.issues.map(describeFault);
    throw new WorkloadError(`${file} is no workload:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
  const { rounds, warmup = rounds > 2 ? 1 : 0 } = result.output;
  if (warmup >= rounds) {
    throw new WorkloadError(
      `${file} is no workload:\n  - \`warmup\` (${warmup}) must leave at least one of ${rounds} rounds to measure`,
    );
  }
  return { ...result.output, warmup };
}

/** Valibot reports a missing key as the object's fault. */
function describeFault({ type, message, path }: v.BaseIssue<unknown>): string {
  return type === 'object' && path !== undefined ? `\`${String(path[0].key)}\` is missing` : message;
}
