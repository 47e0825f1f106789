import { parentPort, workerData } from 'node:worker_threads'

const PAGES = 40_000
const PASSES = 9000

/** An array with holes: pages that nobody visited are not there. */
const visits = new Array(PAGES)
for (let page = workerData.part; page < PAGES; page++) if (page % 9 !== 4) visits[page] = page & 1023

function totalOf(limit) {
  let sum = 0
  for (let page = 0; page < visits.length; page++) {
    const times = visits[page]
    if (times !== undefined && times > limit) sum = (sum + times) | 0
  }
  return sum
}

let total = 0
for (let pass = 0; pass < PASSES; pass++) total = (Math.imul(total, 31) + totalOf(pass & 1023)) | 0
parentPort.postMessage(total)
