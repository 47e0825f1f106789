export class Semaphore {
  #permits

  constructor(buffer, index) {
    this.#permits = new Int32Array(buffer, index * 4, 1)
  }

  acquire() {
    for (;;) {
      const permits = Atomics.load(this.#permits, 0)
      if (permits === 0) Atomics.wait(this.#permits, 0, 0)
      else if (Atomics.compareExchange(this.#permits, 0, permits, permits - 1) === permits) return
    }
  }

  release() {
    Atomics.add(this.#permits, 0, 1)
    Atomics.notify(this.#permits, 0, 1)
  }
}
