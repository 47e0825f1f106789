exports.scoreTile = function scoreTile(picture, width, { x, y, side }) {
  let edges = 0
  for (let pass = 0; pass < 12; pass++) {
    for (let row = y; row < y + side; row++) {
      for (let i = row * width + x + 1; i < row * width + x + side; i++) {
        const step = picture[i] - picture[i - 1]
        if (step > 200 + pass || step < -200 - pass) edges++
      }
    }
  }
  return edges
}
