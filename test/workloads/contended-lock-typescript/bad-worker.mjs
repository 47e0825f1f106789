import { workerData } from "node:worker_threads";
const LEVELS = 128;
class OrderBook {
  words;
  levels;
  constructor(shared2) {
    this.words = new Int32Array(shared2.book);
    this.levels = this.words.subarray(2);
  }
  lock() {
    while (Atomics.compareExchange(this.words, 0, 0, 1) !== 0) {
      Atomics.wait(this.words, 0, 1);
    }
  }
  add(level, amount) {
    this.levels[level] = (this.levels[level] ?? 0) + amount;
  }
  unlock() {
    Atomics.store(this.words, 0, 0);
    Atomics.notify(this.words, 0, 1);
  }
}
const [, shared] = workerData;
const book = new OrderBook(shared);
function price({ order, side }) {
  let value = side === "buy" ? 1 : 2;
  for (let tick = 0; tick < 3e6; tick++) {
    value = Math.imul(value ^ order, 1103515245) + 12345 + (value >>> 16) | 0;
  }
  return value;
}
function trade(order) {
  book.lock();
  const value = price(order);
  book.add((value >>> 8) % LEVELS, order.side === "buy" ? 1 : -1);
  book.unlock();
}
export {
  trade as default
};
//# sourceMappingURL=bad-worker.mjs.map
