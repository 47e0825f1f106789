const FREE = 0;
const HELD = 1;
const HELD_WITH_WAITERS = 2;

/** A futex mutex on one word of shared memory. */
export class Mutex {
  constructor(buffer, index = 0) {
    this.words = new Int32Array(buffer);
    this.index = index;
  }

  lock() {
    let seen = Atomics.compareExchange(this.words, this.index, FREE, HELD);
    while (seen !== FREE) {
      if (
        seen === HELD_WITH_WAITERS ||
        Atomics.compareExchange(this.words, this.index, HELD, HELD_WITH_WAITERS) !== FREE
      ) {
        Atomics.wait(this.words, this.index, HELD_WITH_WAITERS);
      }
      seen = Atomics.compareExchange(this.words, this.index, FREE, HELD_WITH_WAITERS);
    }
  }

  unlock() {
    if (Atomics.exchange(this.words, this.index, FREE) === HELD_WITH_WAITERS) Atomics.notify(this.words, this.index, 1);
  }
}
