import { parentPort, workerData } from 'node:worker_threads'

const SAMPLES = 200_000
const PASSES = 500

/** Samples of a channel; null where the sensor gave none yet. */
function record(channel) {
  const samples = new Array(SAMPLES).fill(null)
  for (let i = 0; i < SAMPLES; i++) samples[i] = ((Math.imul(i + channel, 2654435761) >>> 16) & 1023) / 1024 + 0.125
  return samples
}

function smooth(samples) {
  let before = 0.5
  for (let i = 0; i < samples.length; i++) { // <- site
    before = before * 0.25 + samples[i] * 0.75 // <- site
    samples[i] = before // <- site
  }
}

const samples = record(workerData.channel)
for (let pass = 0; pass < PASSES; pass++) smooth(samples)
let energy = 0
for (let i = 0; i < SAMPLES; i++) energy += samples[i] * samples[i]
parentPort.postMessage(energy.toFixed(6))
