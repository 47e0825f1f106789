import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { changesOf, makeFacts } from './board.mjs'

const agents = [0, 1].map((agent) => new Worker(new URL('./fixed-worker.mjs', import.meta.url), { workerData: agent }))

let replies = [0, 0]
let changes = [...makeFacts()]
for (let round = 0; round < 60; round++) {
  for (const agent of agents) {
    agent.postMessage({ round, changes })
  }
  replies = (await Promise.all(agents.map((agent) => once(agent, 'message')))).map(([reply]) => reply)
  changes = changesOf(round, replies)
}
await Promise.all(agents.map((agent) => agent.terminate()))
console.log('agreed', ...replies)
