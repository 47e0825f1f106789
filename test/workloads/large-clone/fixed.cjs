const { Worker } = require('jest-worker')

const WIDTH = 4096
const HEIGHT = 6144

async function main() {
  const picture = new Uint8Array(new SharedArrayBuffer(WIDTH * HEIGHT))
  for (let i = 0; i < picture.length; i++) picture[i] = Math.imul(i, 2654435761) >>> 24

  const farm = new Worker(require.resolve('./worker.cjs'), { enableWorkerThreads: true, numWorkers: 2, exposedMethods: ['scoreTile'] })
  const tiles = Array.from({ length: 96 }, (_, tile) => ({ x: (tile % 8) * 512, y: (tile >> 3) * 512, side: 512 }))
  const scores = []
  for (let i = 0; i < tiles.length; i += 2) {
    const pair = [tiles[i], tiles[i + 1]]
    scores.push(...(await Promise.all(pair.map((tile) => farm.scoreTile(picture, WIDTH, tile)))))
  }
  await farm.end()
  console.log('tiles', scores.reduce((sum, score) => (Math.imul(sum, 31) + score) | 0, 0))
}

main()
