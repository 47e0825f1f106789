const { Piscina } = require('piscina');
const { join } = require('node:path');

const pool = new Piscina({ filename: join(__dirname, 'task.mjs'), minThreads: 2, maxThreads: 2, atomics: 'disabled' });
void Promise.all(Array.from({ length: 40 }, (_, seed) => pool.run(seed)))
  .then((results) => console.log(results.length))
  .then(() => pool.destroy());
