import { parentPort } from 'node:worker_threads'
import { shrink } from './shrink.mjs'

parentPort.on('message', (picture) => parentPort.postMessage(shrink(picture)))
