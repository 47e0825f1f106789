import { parentPort, workerData } from 'node:worker_threads'

const ACCOUNTS = 1 << 23
const ORDERS = 1 << 21
const DAYS = 40

const balances = new Int32Array(ACCOUNTS)
for (let i = 0; i < ACCOUNTS; i++) balances[i] = Math.imul(i, 2654435761) >>> 16

/** Account of each order, in the order they came in. */
const accounts = new Int32Array(ORDERS)
for (let i = 0, noise = workerData.part + 1; i < ORDERS; i++) {
  noise = (Math.imul(noise, 1664525) + 1013904223) | 0
  accounts[i] = (noise >>> 9) & (ACCOUNTS - 1)
}

/** What all accounts with orders hold, each order counted. */
function coverOf(day) {
  let cover = 0
  for (let i = 0; i < accounts.length; i++) { // <- site
    cover = (cover + (balances[accounts[i]] ^ day)) | 0 // <- site
  }
  return cover
}

let sum = 0
for (let day = 0; day < DAYS; day++) sum = (Math.imul(sum, 31) + coverOf(day)) | 0
parentPort.postMessage(sum)
