// A small model service over HTTP: answers all prompts that are waiting in one pass of its kernel, as inference servers do.
import { createServer } from 'node:http'

const SIZE = 1024
const MAX_BATCH = 16
const weights = Int32Array.from({ length: SIZE * SIZE }, (_, i) => (Math.imul(i, 2654435761) >>> 20) - 2048)
const waiting = []

function infer(prompts) {
  const vectors = prompts.map((prompt) => Int32Array.from({ length: SIZE }, (_, i) => prompt.charCodeAt(i % prompt.length)))
  const answers = new Int32Array(prompts.length)
  for (let pass = 0; pass < 4; pass++) {
    for (let row = 0; row < SIZE; row++) {
      let sum = 0
      for (let col = 0; col < SIZE; col++) sum = (sum + Math.imul(weights[row * SIZE + col], col ^ row)) | 0
      for (let p = 0; p < prompts.length; p++) answers[p] = (Math.imul(answers[p], 31) + (sum ^ vectors[p][row])) | 0
    }
  }
  return answers
}

function serveBatch() {
  const batch = waiting.splice(0, MAX_BATCH)
  const answers = infer(batch.map(({ prompt }) => prompt))
  batch.forEach(({ response }, i) => response.end(String(answers[i] & 0xffff)))
  if (waiting.length > 0) setImmediate(serveBatch)
}

const server = createServer((request, response) => {
  if (waiting.push({ prompt: decodeURIComponent(request.url), response }) === 1) setImmediate(serveBatch)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.resume().on('end', () => process.exit(0))
