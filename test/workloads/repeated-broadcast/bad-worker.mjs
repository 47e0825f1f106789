import { parentPort, workerData } from 'node:worker_threads'
import { weigh } from './weigh.mjs'

parentPort.on('message', ({ round, facts }) => {
  parentPort.postMessage(weigh(facts, round, workerData))
})
