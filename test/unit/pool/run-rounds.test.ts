import { describe, expect, it } from 'vitest';
import { checkWorkload } from '../../../src/pool/check-workload.js';
import { MarkKind, type ProbeLink } from '../../../src/pool/probe-link.js';
import { StepError, runRounds } from '../../../src/pool/run-rounds.js';

const workload = checkWorkload(
  { worker: 'w', agents: 2, rounds: 3, input: (agent: number, round: number) => agent * 10 + round },
  'a',
);
const never = new Promise<never>(() => {});

function recordProbe(): ProbeLink & { told: string[] } {
  const told: string[] = [];
  return {
    told,
    setAgent: (id) => told.push(`agent ${id}`),
    nameAgent: (id, name) => told.push(`${id} is ${name}`),
    mark: (kind, round) => told.push(`mark ${kind} of ${round}`),
  };
}

describe('runRounds', () => {
  it('submits a round together, and tells the probe whose step comes', async () => {
    const probe = recordProbe();
    const runStep = async (input: unknown): Promise<unknown> => {
      probe.told.push(`run ${String(input)}`);
      return input;
    };
    const result = await runRounds(workload, { runStep, crashed: never }, probe);
    expect(result.rounds.map(({ warmup }) => warmup)).toEqual([true, false, false]);
    expect(result.latenciesNs).toHaveLength(4);
    expect(result.lastResults).toEqual([2, 12]);
    const { RoundBegins, RoundEnds, MeasuredBegins, MeasuredEnds } = MarkKind;
    const round = (number: number): string[] => [
      `mark ${RoundBegins} of ${number}`,
      ...[0, 1].flatMap((agent) => [`agent ${agent}`, `run ${agent * 10 + number}`, 'agent -1']),
      `mark ${RoundEnds} of ${number}`,
    ];
    expect(probe.told).toEqual([
      '0 is agent 0',
      '1 is agent 1',
      ...round(0),
      `mark ${MeasuredBegins} of 1`,
      ...round(1),
      ...round(2),
      `mark ${MeasuredEnds} of 2`,
    ]);
  });

  it('says whose step failed', async () => {
    const runStep = async (input: unknown): Promise<unknown> => {
      if (input === 11) throw new Error('unlucky');
      return input;
    };
    const running = runRounds(
      { ...workload, agentName: (agent) => `scout ${agent}` },
      { runStep, crashed: never },
      recordProbe(),
    );
    await expect(running).rejects.toThrow(StepError);
    await expect(running).rejects.toThrow('scout 1 failed in round 1');
  });

  it('ends when the pool has crashed', async () => {
    const crashed = Promise.reject(new Error('broken worker'));
    await expect(runRounds(workload, { runStep: () => never, crashed }, recordProbe())).rejects.toThrow(
      'broken worker',
    );
  });
});
