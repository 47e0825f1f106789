import { Piscina } from 'piscina';

const AGENTS = 5;
const ROUNDS = 24;

/** Agents of unequal effort; each round waits for the last one, or each agent goes on by itself. */
export async function run({ atOnce = AGENTS, threads = 2 }) {
  const pool = new Piscina({
    filename: new URL('./worker.mjs', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
  let sum = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let first = 0; first < AGENTS; first += atOnce) {
      const agents = Array.from({ length: Math.min(atOnce, AGENTS - first) }, (_, i) => first + i);
      const turns = agents.map((agent) => pool.run({ number: round * AGENTS + agent, effort: 5000 + agent * 2500 }));
      for (const result of await Promise.all(turns)) sum = (sum + result) | 0;
    }
  }
  await pool.destroy();
  console.log(sum);
}
