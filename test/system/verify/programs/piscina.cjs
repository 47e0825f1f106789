const { Piscina } = require('piscina');

const pool = new Piscina({ filename: require.resolve('./task.cjs'), minThreads: 2, maxThreads: 2 });
void pool.run(3).then((result) => {
  console.log(result, pool.threads.length, pool.options.concurrentTasksPerWorker);
  return pool.destroy();
});
