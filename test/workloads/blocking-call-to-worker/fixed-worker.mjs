import { parentPort } from 'node:worker_threads'
import { check } from './check.mjs'

parentPort.on('message', (text) => {
  parentPort.postMessage(text.replaceAll(' ;', ';') + `\n// ${check(text, 32)}`)
})
