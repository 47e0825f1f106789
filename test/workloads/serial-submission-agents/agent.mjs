export class Agent {
  memory = 0

  constructor(name, pool) {
    this.name = name
    this.pool = pool
  }

  async takeTurn(round) {
    const move = await this.pool.run({ seed: this.memory + round, depth: 21 }) // <- site
    this.memory = (Math.imul(this.memory, 31) + move) & 0xffff
  }
}
