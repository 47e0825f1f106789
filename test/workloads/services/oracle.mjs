// Answers questions that arrive on a pipe, all that are waiting after one look at its table.
import { openSync, readSync, writeSync } from 'node:fs'

const [requestPath, ...replyPaths] = process.argv.slice(2)
const requests = openSync(requestPath, 'r+')
const replies = replyPaths.map((path) => openSync(path, 'r+'))
const buffer = Buffer.alloc(65_536)
const table = Int32Array.from({ length: 1 << 20 }, (_, i) => Math.imul(i, 2654435761))

function study() {
  let sum = 0
  for (let pass = 0; pass < 6; pass++) for (let i = 0; i < table.length; i++) sum = (Math.imul(sum, 31) + table[i]) | 0
  return sum
}

for (;;) {
  const lines = buffer.toString('latin1', 0, readSync(requests, buffer)).trim().split('\n')
  if (lines.includes('stop')) break
  const insight = study()
  for (const [seat, question] of lines.map((line) => line.split(' ').map(Number))) {
    const reply = Buffer.alloc(4)
    reply.writeInt32LE(Math.imul(insight ^ question, 40503), 0)
    writeSync(replies[seat], reply)
  }
}
