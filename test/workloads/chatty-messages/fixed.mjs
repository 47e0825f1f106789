import { Worker } from 'node:worker_threads'

const AGENTS = 2
let visited = 0
let digest = 0

function follow(agent) {
  const worker = new Worker(new URL('./fixed-worker.mjs', import.meta.url), { workerData: { agent, links: 350_000 } })
  return new Promise((resolve, reject) => {
    worker.on('error', reject)
    worker.on('message', (message) => {
      if (message.type === 'progress') visited += message.links
      else resolve((digest ^= message.digest))
    })
  })
}

await Promise.all(Array.from({ length: AGENTS }, (_, agent) => follow(agent)))
console.log('visited', visited, digest)
