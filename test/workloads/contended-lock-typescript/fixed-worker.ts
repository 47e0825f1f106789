import { workerData } from 'node:worker_threads'

type Side = 'buy' | 'sell'

interface Order {
  order: number
  side: Side
}

interface Shared {
  book: SharedArrayBuffer
}

const LEVELS = 128

class OrderBook {
  private readonly words: Int32Array
  private readonly levels: Int32Array

  constructor(shared: Shared) {
    this.words = new Int32Array(shared.book)
    this.levels = this.words.subarray(2)
  }

  lock(): void {
    while (Atomics.compareExchange(this.words, 0, 0, 1) !== 0) {
      Atomics.wait(this.words, 0, 1)
    }
  }

  add(level: number, amount: number): void {
    this.levels[level] = (this.levels[level] ?? 0) + amount
  }

  unlock(): void {
    Atomics.store(this.words, 0, 0)
    Atomics.notify(this.words, 0, 1)
  }
}

// The data of Tinypool's own come first.
const [, shared] = workerData as [unknown, Shared]
const book = new OrderBook(shared)

function price({ order, side }: Order): number {
  let value = side === 'buy' ? 1 : 2
  for (let tick = 0; tick < 3_000_000; tick++) {
    value = (Math.imul(value ^ order, 1103515245) + 12345 + (value >>> 16)) | 0
  }
  return value
}

export default function trade(order: Order): void {
  const value = price(order)
  book.lock()
  book.add((value >>> 8) % LEVELS, order.side === 'buy' ? 1 : -1)
  book.unlock()
}
