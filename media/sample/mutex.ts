const FREE = 0;
const TAKEN = 1;
const TAKEN_WITH_WAITERS = 2;

/** A mutual exclusion lock between threads: one word of shared memory. */
export class Mutex {
  private readonly word: Int32Array;

  constructor(memory: SharedArrayBuffer, byteOffset: number) {
    this.word = new Int32Array(memory, byteOffset, 1);
  }

  lock(): void {
    let state = Atomics.compareExchange(this.word, 0, FREE, TAKEN);
    while (state !== FREE) {
      if (state === TAKEN_WITH_WAITERS || Atomics.compareExchange(this.word, 0, TAKEN, TAKEN_WITH_WAITERS) !== FREE) {
        Atomics.wait(this.word, 0, TAKEN_WITH_WAITERS);
      }
      state = Atomics.compareExchange(this.word, 0, FREE, TAKEN_WITH_WAITERS);
    }
  }

  unlock(): void {
    if (Atomics.sub(this.word, 0, 1) !== TAKEN) {
      Atomics.store(this.word, 0, FREE);
      Atomics.notify(this.word, 0, 1);
    }
  }
}
