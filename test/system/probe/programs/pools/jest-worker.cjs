const { Worker } = require('jest-worker');
const { join } = require('node:path');

const pool = new Worker(join(__dirname, 'jest-worker-worker.cjs'), {
  enableWorkerThreads: true,
  numWorkers: 2,
  exposedMethods: ['burn'],
});
void Promise.all(Array.from({ length: 40 }, (_, seed) => pool.burn(seed)))
  .then((results) => console.log(results.length))
  .then(() => pool.end());
