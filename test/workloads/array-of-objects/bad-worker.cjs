const workerpool = require('workerpool')

const PARTICLES = 400_000
const STEPS = 60

function create(swarm) {
  return Array.from({ length: PARTICLES }, (_, id) => ({
    id,
    kind: id % 5,
    x: (id * 7 + swarm) & 0xffff,
    y: (id * 13 + swarm) & 0xffff,
    speedX: (id % 17) - 8,
    speedY: (id % 23) - 11,
    mass: 1 + (id % 31),
    charge: (id % 3) - 1,
    age: 0,
    colour: id & 255,
  }))
}

function move(particles) {
  for (let i = 0; i < particles.length; i++) { // <- site
    const particle = particles[i] // <- site
    particle.x = (particle.x + particle.speedX) & 0xffff // <- site
  }
}

function simulate(swarm) {
  const particles = create(swarm)
  for (let step = 0; step < STEPS; step++) move(particles)
  let sum = 0
  for (let i = 0; i < PARTICLES; i++) sum = (Math.imul(sum, 31) + particles[i].x) | 0
  return sum
}

workerpool.worker({ simulate })
