const WRITTEN = -1;

/** Readers share, a writer is alone. The word counts readers. */
export class ReaderWriterLock {
  constructor(buffer) {
    this.words = new Int32Array(buffer, 0, 1);
  }

  lockRead() {
    for (;;) {
      const seen = Atomics.load(this.words, 0);
      if (seen === WRITTEN) Atomics.wait(this.words, 0, WRITTEN);
      else if (Atomics.compareExchange(this.words, 0, seen, seen + 1) === seen) return;
    }
  }

  unlockRead() {
    if (Atomics.sub(this.words, 0, 1) === 1) Atomics.notify(this.words, 0);
  }

  lockWrite() {
    for (;;) {
      const seen = Atomics.compareExchange(this.words, 0, 0, WRITTEN);
      if (seen === 0) return;
      Atomics.wait(this.words, 0, seen);
    }
  }

  unlockWrite() {
    Atomics.store(this.words, 0, 0);
    Atomics.notify(this.words, 0);
  }
}
