import { Blackboard } from './blackboard.ts';
import { draftPlan } from './plan.ts';

export interface Turn {
  agent: number;
  round: number;
  /** Memory of the blackboard. */
  board: SharedArrayBuffer;
}

/** One turn of one agent: think, then post to the blackboard. */
export default function takeTurn({ agent, round, board }: Turn): number {
  const plan = draftPlan(agent, round);
  return new Blackboard(board).post(plan);
}
