const text = (string) => [string.length, ...Buffer.from(string)]
const section = (id, bytes) => [id, bytes.length, ...bytes]
const body = (bytes) => [bytes.length + 1, 0, ...bytes]

// block; loop; if cmpxchg(addr, 0, 1) == 0 leave; wait32(addr, 1, forever); again
const lock = [
  0x02, 0x40, 0x03, 0x40,
  0x20, 0, 0x41, 0, 0x41, 1, 0xfe, 0x48, 2, 0, 0x45, 0x0d, 1,
  0x20, 0, 0x41, 1, 0x42, 0x7f, 0xfe, 0x01, 2, 0, 0x1a, 0x0c, 0,
  0x0b, 0x0b, 0x0b,
]
// store(addr, 0); notify(addr, 1)
const unlock = [0x20, 0, 0x41, 0, 0xfe, 0x17, 2, 0, 0x20, 0, 0x41, 1, 0xfe, 0x00, 2, 0, 0x1a, 0x0b]

/** A module of two functions, `lock(address)` and `unlock(address)`, over an imported shared memory. */
export const lockModule = Uint8Array.from([
  0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
  ...section(1, [1, 0x60, 1, 0x7f, 0]),
  ...section(2, [1, ...text('env'), ...text('memory'), 2, 3, 1, 1]),
  ...section(3, [2, 0, 0]),
  ...section(7, [2, ...text('lock'), 0, 0, ...text('unlock'), 0, 1]),
  ...section(10, [2, ...body(lock), ...body(unlock)]),
])
