import { ThreadWorker } from 'poolifier'

const WIDTH = 2048
const STEPS = 60
const histogram = new Int32Array(256 * STEPS)
const makeBeam = (size) => ({ state: new Int32Array(size), cost: new Int32Array(size), last: new Int32Array(size), length: 0 })
let beam = makeBeam(WIDTH)
let next = makeBeam(WIDTH)
const candidates = makeBeam(WIDTH * 3)

function put(target, state, cost, last) {
  target.state[target.length] = state
  target.cost[target.length] = cost
  target.last[target.length++] = last
}

function plan({ goal }) {
  beam.length = 0
  put(beam, goal, 0, 0)
  for (let depth = 0; depth < STEPS; depth++) {
    candidates.length = 0
    for (let i = 0; i < beam.length; i++) {
      for (let move = 0; move < 3; move++) {
        const state = (Math.imul(beam.state[i] ^ goal, 1664525) + Math.imul(move, 1013904223)) | 0
        put(candidates, state, beam.cost[i] + ((state >>> 20) & 255), move)
      }
    }
    const cutoff = limitOf(candidates)
    next.length = 0
    for (let i = 0; i < candidates.length && next.length < WIDTH; i++) {
      if (candidates.cost[i] <= cutoff) put(next, candidates.state[i], candidates.cost[i], candidates.last[i])
    }
    ;[beam, next] = [next, beam]
  }
  let sum = 0
  for (let i = 0; i < beam.length; i++) sum = (Math.imul(sum, 31) + beam.cost[i] + beam.last[i]) | 0
  return sum
}

/** The cost that the cheapest third do not exceed. */
function limitOf({ cost: costs, length }) {
  histogram.fill(0)
  for (let i = 0; i < length; i++) histogram[costs[i]]++
  let cost = 0
  for (let seen = histogram[0]; seen * 3 < length; seen += histogram[cost]) cost++
  return length < WIDTH ? 256 * STEPS : cost
}

export default new ThreadWorker(plan)
