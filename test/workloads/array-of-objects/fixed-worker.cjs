const workerpool = require('workerpool')

const PARTICLES = 400_000
const STEPS = 60

function create(swarm) {
  const particles = {
    kind: new Uint8Array(PARTICLES),
    x: new Int32Array(PARTICLES),
    y: new Int32Array(PARTICLES),
    speedX: new Int32Array(PARTICLES),
    speedY: new Int32Array(PARTICLES),
    mass: new Int32Array(PARTICLES),
    charge: new Int32Array(PARTICLES),
    age: new Int32Array(PARTICLES),
    colour: new Uint8Array(PARTICLES),
  }
  for (let id = 0; id < PARTICLES; id++) {
    particles.kind[id] = id % 5
    particles.x[id] = (id * 7 + swarm) & 0xffff
    particles.y[id] = (id * 13 + swarm) & 0xffff
    particles.speedX[id] = (id % 17) - 8
    particles.speedY[id] = (id % 23) - 11
    particles.mass[id] = 1 + (id % 31)
    particles.charge[id] = (id % 3) - 1
    particles.colour[id] = id & 255
  }
  return particles
}

function move({ x, speedX }) {
  for (let i = 0; i < PARTICLES; i++) {
    x[i] = (x[i] + speedX[i]) & 0xffff
  }
}

function simulate(swarm) {
  const particles = create(swarm)
  for (let step = 0; step < STEPS; step++) move(particles)
  let sum = 0
  for (let i = 0; i < PARTICLES; i++) sum = (Math.imul(sum, 31) + particles.x[i]) | 0
  return sum
}

workerpool.worker({ simulate })
