import { parentPort, workerData } from 'node:worker_threads'
import { reviewDraft } from './prose.mjs'

const desk = new Int32Array(workerData.shared, workerData.lane * 8, 2)

let marks = 0
for (let number = 0; number < workerData.drafts; number++) {
  while (Atomics.load(desk, 0) !== 1); // <- site
  const draft = desk[1]
  Atomics.store(desk, 0, 0)
  marks = (marks + reviewDraft(draft)) | 0
}
parentPort.postMessage(marks)
