const workerpool = require('workerpool')

function rank(request, half) {
  let best = 0
  for (let i = half; i < 5_000_000; i += 2) {
    const score = Math.imul(i ^ request, 2654435761) >>> 8
    if (score > best) best = score
  }
  return best
}

workerpool.worker({ rank })
