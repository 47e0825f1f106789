import { parentPort, workerData } from 'node:worker_threads'
import { shrink } from './shrink.mjs'

parentPort.postMessage(shrink(workerData))
