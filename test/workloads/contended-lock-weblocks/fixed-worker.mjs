import { workerData } from 'node:worker_threads'

const catalogue = new Int32Array(workerData.catalogue)
const shelf = new Int32Array(120_000)

function sortShelf(seed) {
  for (let i = 0; i < shelf.length; i++) shelf[i] = Math.imul(i ^ seed, 2654435761)
  return shelf.sort()
}

export default async function curate({ visit }) {
  const sorted = sortShelf(visit)
  await navigator.locks.request('catalogue', () => {
    for (let i = 0; i < 64; i++) catalogue[i] = (catalogue[i] + sorted[i * 1000]) | 0
  })
}
