import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

const DRAFTS = 140
const shared = new SharedArrayBuffer(64)

const start = (role, lane) => new Worker(new URL(`./${role}.mjs`, import.meta.url), { workerData: { shared, lane, drafts: DRAFTS } })
const writers = [0, 1].map((lane) => start('fixed-writer', lane))
const reviewers = [0, 1].map((lane) => start('fixed-reviewer', lane))
const verdicts = await Promise.all(reviewers.map((reviewer) => once(reviewer, 'message')))

console.log('reviewed', ...verdicts.flat())
