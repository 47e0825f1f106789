#!/usr/bin/env node
// ES modules: live bindings, a circle of imports, import.meta, top-level await, dynamic import.
import { early, table } from './circle.mjs'
import data from './data.json' with { type: 'json' }

export function sum(rows) {
  let s = 0
  for (const row of rows) {
    for (let j = 0; j < row.length; j++) s += row[j]
  }
  return s
}
const later = await import('./later.cjs')
const parts = []
for (let i = 0; i < 2; i++) {
  parts.push(await later.default.at(i))
  parts.push(await (async () => data.rows[i][0])())
}
do parts.push(table[parts.length % 2])
while (parts.length < 6)
console.log(early, sum(data.rows), parts.join(), import.meta.url.endsWith('hostile.mjs'))
