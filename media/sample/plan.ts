export const TOPICS = 64;
/** Words of the text that plans are scored against. */
const WORDS = 4096;
const text = Int32Array.from({ length: WORDS }, (_, index) => Math.imul(index, 2_654_435_761) >>> 16);

/** Steps of a plan, each a number that stands for what the agent would do. */
export type Plan = Int32Array;

/** Improves a plan step by step, by hill climbing over the text. */
export function draftPlan(agent: number, round: number, steps = 100): Plan {
  const plan = new Int32Array(steps);
  let state = (Math.imul(agent + 1, 40_503) ^ Math.imul(round + 1, 9_973)) | 0;
  for (let step = 0; step < steps; step++) {
    let best = 0;
    for (let index = 0; index < WORDS; index++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
      const match = (state ^ text[index]) & 0xffff;
      if (match > best) best = match;
    }
    plan[step] = best;
  }
  return plan;
}

/** How well a plan serves each topic. Needs nothing but the plan. */
export function scorePlan(plan: Plan): Int32Array {
  const scores = new Int32Array(TOPICS);
  for (let topic = 0; topic < TOPICS; topic++) {
    let score = 0;
    for (let step = 0; step < plan.length; step++) {
      const wanted = (plan[step] + Math.imul(topic, 31)) | 0;
      for (let index = topic; index < WORDS; index += 8) {
        score = (score + ((wanted ^ text[index]) & 15)) | 0;
      }
    }
    scores[topic] = score;
  }
  return scores;
}
