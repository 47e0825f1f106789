#!/usr/bin/env node
'use strict'
// Code that shows how it was run: prints the same however it is looked at.
const { Worker, isMainThread, workerData } = require('node:worker_threads')
const data = require('./data.json')
const log = []

const trapped = new Proxy([1, 2, 3], {
  get(target, key) {
    log.push(`get ${String(key)}`)
    return Reflect.get(target, key)
  },
  set(target, key, value) {
    log.push(`set ${String(key)}`)
    return Reflect.set(target, key, value)
  },
})
for (let i = 0; i < trapped.length; i++) trapped[i] += i
for (const value of trapped) log.push(value)

const watched = [0, 0, 0]
Object.defineProperty(watched, 1, {
  get() {
    log.push('getter')
    return 5
  },
  set(value) {
    log.push(`setter ${value}`)
  },
})
for (let i = 0; i < 3; i++) watched[i]++
for (const key in watched) log.push(key, watched[key])

outer: for (let i = 0; i < 4; i++) {
  inner: for (let j = 0; j < 4; j++) {
    if (data.rows[i]?.[j] === undefined) continue outer
    if (j === 3) break inner
    switch (data.rows[i][j]) {
      case 2:
        continue inner
      case 9:
        break outer
    }
    log.push(`${i}${j}${data.rows[i][j]}`)
  }
}

class Grid {
  #cells = [1, 2, 3, 4]
  static made = data.rows[0][0]
  get(i) {
    return this.#cells[i]
  }
  sum() {
    let s = 0
    for (let i = 0; i < 4; i++) s += this.#cells[i]
    return s
  }
  *[Symbol.iterator]() {
    for (const cell of this.#cells) yield cell
  }
  async later() {
    let s = 0
    for await (const cell of this) s += cell
    return s
  }
}
const grid = new Grid()
log.push(grid.sum(), [...grid].join(), Grid.made, grid.get(9), grid.get(-1), grid.get('1'))

const closures = []
for (let i = 0; i < 3; i++) closures.push(() => data.rows[0][i])
log.push(closures.map((f) => f()).join())
let [a, b] = [1, 2],
  list = [a, b]
for (let i = 0; i < 1; i++) [list[0], list[1]] = [list[1], list[0]]
log.push(
  list.join(),
  (function () {
    let s = 0
    for (let i = 0; i < arguments.length; i++) s += arguments[i]
    return s
  })(1, 2, 3),
)

function lines() {
  try {
    for (let i = 0; i < 2; i++) {
      closures[i] = () => i
      data.rows[i].nothing.here
    }
  } catch (error) {
    return error.stack
      .split('\n')
      .slice(0, 2)
      .map((line) => line.replace(/.*[\\/]|:\d+\)?$/g, ''))
      .join()
  }
}
log.push(lines())

function work(values) {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return sum
}
log.push(
  work.toString().length,
  `${work}`.split('\n')[2],
  Function.prototype.toString.toString(),
  work.name,
  work.length,
)
log.push(eval('let s = 0; for (let i = 0; i < 2; i++) s += data.rows[0][i]; s'))
log.push(
  Object.keys(globalThis).join(),
  JSON.stringify(process.execArgv),
  Object.keys(process.env)
    .filter((name) => /THREADWISE|NODE_OPTIONS/.test(name))
    .join(),
)

if (isMainThread) {
  // A function that is sent as text must run where nothing of ours is.
  const text = `require('node:worker_threads').parentPort.postMessage((${work})([1, 2, 3]))`
  const worker = new Worker(text, { eval: true, env: {}, execArgv: [] })
  worker.once('message', async (sum) => {
    log.push(`sum ${sum}`, await grid.later())
    const again = new Worker(__filename, { workerData: [1, 2] })
    again.once('exit', () => {
      console.log(log.join('\n'))
      process.exitCode = 3
    })
  })
} else console.log(log.length, workerData.join(), work(workerData))
