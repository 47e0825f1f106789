import { workerData } from 'node:worker_threads'
import { check } from './check.mjs'

const { port, signal } = workerData
port.on('message', (text) => {
  port.postMessage(text.replaceAll(' ;', ';') + `\n// ${check(text, 32)}`)
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})
