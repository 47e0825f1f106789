import type { CheckedWorkload } from './check-workload.js';
import { MarkKind, type ProbeLink } from './probe-link.js';

/** Takes one agent's step, on a pool or inline. */
export type RunStep = (input: unknown) => Promise<unknown>;

export interface StepRunner {
  runStep: RunStep;
  /** Rejects when no step can be relied on any more. */
  crashed: Promise<never>;
}

export interface RoundTiming {
  round: number;
  warmup: boolean;
  /** From the first submit to the last result. */
  wallNs: number;
}

export interface Rounds {
  rounds: RoundTiming[];
  /** Submit to result of each measured step, ns. */
  latenciesNs: number[];
  /** CPU time of the whole process over the measured rounds. */
  cpuNs: number;
  /** Of the last round, by agent. */
  lastResults: unknown[];
}

/** A step's own failure, with whose it was. */
export class StepError extends Error {
  override readonly name = 'StepError';

  constructor(agentName: string, round: number, cause: unknown) {
    super(`${agentName} failed in round ${round}`, { cause });
  }
}

/**
 * Runs all rounds: every agent's step of a round is submitted together.
 * @throws StepError at the first step that fails, or what `crashed` rejects with.
 */
export async function runRounds(
  workload: CheckedWorkload,
  { runStep, crashed }: StepRunner,
  probe: ProbeLink,
): Promise<Rounds> {
  const { agents, rounds, warmup } = workload;
  const nameOf = workload.agentName ?? ((agent: number) => `agent ${agent}`);
  for (let agent = 0; agent < agents; agent++) probe.nameAgent(agent, nameOf(agent));

  const result: Rounds = { rounds: [], latenciesNs: [], cpuNs: 0, lastResults: [] };
  let cpuBefore = process.cpuUsage();
  for (let round = 0; round < rounds; round++) {
    const isMeasured = round >= warmup;
    if (round === warmup) {
      cpuBefore = process.cpuUsage();
      probe.mark(MarkKind.MeasuredBegins, round, agents);
    }
    const takeStep = async (agent: number): Promise<unknown> => {
      const input = workload.input(agent, round);
      const submitted = process.hrtime.bigint();
      probe.setAgent(agent);
      const running = runStep(input);
      probe.setAgent(-1);
      try {
        return await running;
      } catch (error) {
        throw new StepError(nameOf(agent), round, error);
      } finally {
        if (isMeasured) result.latenciesNs.push(Number(process.hrtime.bigint() - submitted));
      }
    };
    probe.mark(MarkKind.RoundBegins, round, agents);
    const began = process.hrtime.bigint();
    const steps = Array.from({ length: agents }, (_, agent) => takeStep(agent));
    result.lastResults = await Promise.race([Promise.all(steps), crashed]);
    result.rounds.push({ round, warmup: !isMeasured, wallNs: Number(process.hrtime.bigint() - began) });
    probe.mark(MarkKind.RoundEnds, round, agents);
  }
  probe.mark(MarkKind.MeasuredEnds, rounds - 1, agents);
  const { user, system } = process.cpuUsage(cpuBefore);
  result.cpuNs = (user + system) * 1000;
  return result;
}
