import { workerData } from 'node:worker_threads'
import { scoreTopics } from './hypothesis.mjs'
import { Mutex } from './mutex.mjs'

const mutex = new Mutex(workerData.board)
const weights = new Int32Array(workerData.board, 8)

export default function takeTurn({ agent, round }) {
  const draft = scoreTopics(agent, round, 50)
  mutex.lock() // <- site
  const scores = scoreTopics(agent, round + 1, 450) // <- site
  for (let topic = 0; topic < weights.length; topic++) {
    weights[topic] += scores[topic] - (draft[topic] >> 1)
  }
  mutex.unlock()
}
