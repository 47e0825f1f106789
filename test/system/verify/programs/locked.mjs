import { Piscina } from 'piscina';

const pool = new Piscina({
  filename: new URL('./locked-worker.mjs', import.meta.url).href,
  minThreads: 2,
  maxThreads: 2,
  workerData: new SharedArrayBuffer(4),
});
await Promise.all(Array.from({ length: 400 }, (_, n) => pool.run(n)));
await pool.destroy();
