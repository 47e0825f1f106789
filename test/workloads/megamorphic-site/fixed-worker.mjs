import { ThreadWorker } from 'poolifier'

const EVENTS = 1200
const PASSES = 24_000
const KINDS = ['click', 'view', 'buy', 'share', 'open', 'close', 'scroll', 'search', 'login', 'logout', 'error', 'retry']

/** As they come from twelve services, all in one form. */
function receive(day) {
  return Array.from({ length: EVENTS }, (_, id) => {
    const kind = id % KINDS.length
    return { kind: KINDS[kind], id, weight: (id * 7 + day) & 63, delay: (id * 11) & 127 }
  })
}

function scoreOf(events, limit) {
  let score = 0
  for (let i = 0; i < events.length; i++) {
    const event = events[i]
    score = (score + event.weight + (event.delay > limit ? event.id : 0)) | 0
  }
  return score
}

export default new ThreadWorker(({ day }) => {
  const events = receive(day)
  let score = 0
  for (let pass = 0; pass < PASSES; pass++) score = (Math.imul(score, 31) + scoreOf(events, pass & 127)) | 0
  return score
})
