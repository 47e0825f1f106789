import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'

export function createSyncFormatter() {
  const signal = new Int32Array(new SharedArrayBuffer(4))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL('./bad-worker.mjs', import.meta.url), {
    workerData: { signal, port: port2 },
    transferList: [port2],
  })

  function formatSync(text) {
    port1.postMessage(text)
    Atomics.wait(signal, 0, 0) // <- site
    Atomics.store(signal, 0, 0)
    return receiveMessageOnPort(port1).message
  }

  return { formatSync, close: () => worker.terminate() }
}
