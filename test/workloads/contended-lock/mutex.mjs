const FREE = 0
const HELD = 1
const HELD_WITH_WAITERS = 2

export class Mutex {
  constructor(buffer, byteOffset = 0) {
    this.word = new Int32Array(buffer, byteOffset, 1)
  }

  lock() {
    let seen = Atomics.compareExchange(this.word, 0, FREE, HELD)
    while (seen !== FREE) {
      if (seen === HELD_WITH_WAITERS || Atomics.compareExchange(this.word, 0, HELD, HELD_WITH_WAITERS) !== FREE) {
        Atomics.wait(this.word, 0, HELD_WITH_WAITERS)
      }
      seen = Atomics.compareExchange(this.word, 0, FREE, HELD_WITH_WAITERS)
    }
  }

  unlock() {
    if (Atomics.sub(this.word, 0, 1) !== HELD) {
      Atomics.store(this.word, 0, FREE)
      Atomics.notify(this.word, 0, 1)
    }
  }
}
