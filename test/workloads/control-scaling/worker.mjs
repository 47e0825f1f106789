const NODES = 1 << 16
const DEGREE = 4
const edges = new Int32Array(NODES * DEGREE)
for (let i = 0, state = 1; i < edges.length; i++) {
  state = (Math.imul(state, 1664525) + 1013904223) | 0
  edges[i] = (state >>> 8) & (NODES - 1)
}

function distances(start) {
  const depth = new Int32Array(NODES).fill(-1)
  const queue = new Int32Array(NODES)
  let head = 0
  let tail = 0
  depth[start] = 0
  queue[tail++] = start
  while (head < tail) {
    const node = queue[head++]
    for (let e = node * DEGREE; e < node * DEGREE + DEGREE; e++) {
      const next = edges[e]
      if (depth[next] < 0) {
        depth[next] = depth[node] + 1
        queue[tail++] = next
      }
    }
  }
  return depth
}

export default function reach({ start }) {
  let total = 0
  for (let hop = 0; hop < 8; hop++) {
    const depth = distances(start * 8 + hop)
    for (let i = 0; i < NODES; i++) total = (total + depth[i]) | 0
  }
  return total
}
