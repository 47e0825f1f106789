import { MessageChannel } from 'node:worker_threads'
import { Piscina } from 'piscina'

const pool = new Piscina({ filename: new URL('./bad-worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })

class Transcript {
  tokens = 0
  checksum = 0

  async read(chapter) {
    const { port1, port2 } = new MessageChannel()
    const end = new Promise((resolve) => {
      port1.on('message', (block) => (block ? this.append(block) : resolve()))
    })
    await pool.run({ chapter, port: port2 }, { transferList: [port2] })
    await end
    port1.close()
  }

  append(block) {
    for (const token of block) {
      this.tokens++
      this.checksum = (this.checksum + Math.imul(token, 31)) | 0
    }
  }
}

const transcript = new Transcript()
await Promise.all(Array.from({ length: 16 }, (_, chapter) => transcript.read(chapter)))
await pool.destroy()
console.log('transcript', transcript.tokens, transcript.checksum)
