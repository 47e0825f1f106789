import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { changesOf, makeFacts } from './board.mjs'

const facts = makeFacts()
const agents = [0, 1].map((agent) => new Worker(new URL('./bad-worker.mjs', import.meta.url), { workerData: agent }))

let replies = [0, 0]
for (let round = 0; round < 60; round++) {
  for (const agent of agents) {
    agent.postMessage({ round, facts }) // <- site
  }
  replies = (await Promise.all(agents.map((agent) => once(agent, 'message')))).map(([reply]) => reply)
  for (const [name, fact] of changesOf(round, replies)) facts.set(name, fact)
}
await Promise.all(agents.map((agent) => agent.terminate()))
console.log('agreed', ...replies)
