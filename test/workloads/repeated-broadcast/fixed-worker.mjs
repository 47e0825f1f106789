import { parentPort, workerData } from 'node:worker_threads'
import { weigh } from './weigh.mjs'

const facts = new Map()
parentPort.on('message', ({ round, changes }) => {
  for (const [name, fact] of changes) facts.set(name, fact)
  parentPort.postMessage(weigh(facts, round, workerData))
})
