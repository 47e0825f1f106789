import { workerData } from 'node:worker_threads'
import { writeDraft } from './prose.mjs'

const desk = new Int32Array(workerData.shared, workerData.lane * 8, 2)

for (let number = 0; number < workerData.drafts; number++) {
  const draft = writeDraft(workerData.lane, number)
  while (Atomics.load(desk, 0) !== 0) Atomics.wait(desk, 0, 1)
  desk[1] = draft
  Atomics.store(desk, 0, 1)
  Atomics.notify(desk, 0)
}
