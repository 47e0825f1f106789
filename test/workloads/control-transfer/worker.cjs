const { move } = require('piscina')

module.exports = function blur(frame) {
  for (let pass = 0; pass < 8; pass++) {
    for (let i = 1; i < frame.length - 1; i++) frame[i] = (frame[i - 1] + 2 * frame[i] + frame[i + 1]) >> 2
  }
  return move(frame)
}
