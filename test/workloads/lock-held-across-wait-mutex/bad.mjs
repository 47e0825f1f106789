import { Mutex } from 'async-mutex'
import Tinypool from 'tinypool'

class Planner {
  mutex = new Mutex()
  merged = 0
  best = new Int32Array(32)

  constructor(pool) {
    this.pool = pool
  }

  async expand(plan) {
    await this.mutex.runExclusive(async () => { // <- site
      const costs = await this.pool.run(plan) // <- site
      this.merge(costs)
    })
  }

  merge(costs) {
    for (let i = 0; i < costs.length; i++) this.best[i] = (this.best[i] + costs[i]) | 0
    this.merged++
  }
}

const pool = new Tinypool({ filename: new URL('./worker.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 })
const planner = new Planner(pool)
await Promise.all(Array.from({ length: 120 }, (_, seed) => planner.expand({ seed })))
await pool.destroy()
console.log('merged', planner.merged, planner.best.reduce((sum, cost) => (Math.imul(sum, 31) + cost) | 0, 0))
