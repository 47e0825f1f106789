import { Piscina } from 'piscina'
import { Agent } from './agent.mjs'

const pool = new Piscina({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const agents = ['critic', 'planner', 'scout', 'writer'].map((name) => new Agent(name, pool))

for (let round = 0; round < 12; round++) {
  for (const agent of agents) {
    await agent.takeTurn(round) // <- site
  }
}
await pool.destroy()

for (const agent of agents) console.log(agent.name, agent.memory)
