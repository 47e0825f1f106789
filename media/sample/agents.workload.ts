import { Blackboard } from './blackboard.ts';

const board = Blackboard.createMemory();

/** 64 agents think on a thread pool and share a blackboard behind a mutex. */
export default {
  worker: './agent.worker.ts',
  agents: 64,
  rounds: 20,
  input: (agent: number, round: number) => ({ agent, round, board }),
};
