import { workerData } from 'node:worker_threads'
import { Semaphore } from './semaphore.mjs'

const notes = new Int32Array(workerData.notes)
const turn = new Semaphore(workerData.notes, 0)

async function ask(prompt) {
  const response = await fetch(`${workerData.url}/${prompt}`)
  return Number(await response.text())
}

export default async function research({ agent, round }) {
  turn.acquire() // <- site
  const answer = await ask(`agent-${agent}-round-${round}`) // <- site
  notes[1 + agent] += answer
  notes[10 + (answer & 63)] += 1
  turn.release()
}
