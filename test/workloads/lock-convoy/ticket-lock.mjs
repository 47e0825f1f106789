const NEXT = 0
const SERVING = 1

export function createTicketLock(words) {
  return {
    lock() {
      const ticket = Atomics.add(words, NEXT, 1)
      for (let serving = Atomics.load(words, SERVING); serving !== ticket; serving = Atomics.load(words, SERVING)) {
        Atomics.wait(words, SERVING, serving)
      }
    },
    unlock() {
      Atomics.add(words, SERVING, 1)
      Atomics.notify(words, SERVING)
    },
  }
}
