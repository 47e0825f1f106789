import { openSync, readSync, writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

const { pipes, next } = workerData
const seat = Atomics.add(next, 0, 1)
const requests = openSync(pipes[0], 'r+')
const replies = openSync(pipes[1 + seat], 'r+')
const reply = Buffer.alloc(4)

export default function ask(question) {
  writeSync(requests, `${seat} ${question}\n`)
  readSync(replies, reply, 0, 4, null)
  return reply.readInt32LE(0)
}
