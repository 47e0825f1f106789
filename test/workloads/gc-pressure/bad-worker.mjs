import { ThreadWorker } from 'poolifier'

const WIDTH = 2048
const STEPS = 60

function step(candidate, goal, move) {
  const state = (Math.imul(candidate.state ^ goal, 1664525) + Math.imul(move, 1013904223)) | 0
  return { state, cost: candidate.cost + ((state >>> 20) & 255), trail: [...candidate.trail, move], notes: { goal, move } } // <- site
}

function plan({ goal }) {
  let beam = [{ state: goal, cost: 0, trail: [], notes: null }]
  for (let depth = 0; depth < STEPS; depth++) {
    const candidates = beam.flatMap((candidate) => [0, 1, 2].map((move) => step(candidate, goal, move))) // <- site
    const cutoff = limitOf(candidates.map((candidate) => candidate.cost))
    beam = candidates.filter((candidate) => candidate.cost <= cutoff).slice(0, WIDTH)
  }
  return beam.reduce((sum, { cost, trail }) => (Math.imul(sum, 31) + cost + trail[STEPS - 1]) | 0, 0)
}

/** The cost that the cheapest third do not exceed. */
function limitOf(costs) {
  const histogram = new Int32Array(256 * STEPS)
  for (let i = 0; i < costs.length; i++) histogram[costs[i]]++
  let cost = 0
  for (let seen = histogram[0]; seen * 3 < costs.length; seen += histogram[cost]) cost++
  return costs.length < WIDTH ? 256 * STEPS : cost
}

export default new ThreadWorker(plan)
