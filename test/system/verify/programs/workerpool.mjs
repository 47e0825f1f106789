import workerpool from 'workerpool';

const pool = workerpool.pool({ minWorkers: 'max', maxWorkers: 2, workerType: 'thread' });
console.log(await pool.exec((n) => n * n, [3]), pool.stats().totalWorkers);
await pool.terminate();
