import Tinypool from 'tinypool';

const pool = new Tinypool({ filename: new URL('./task.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 });
console.log(await pool.run(3), pool.threads.length);
await pool.destroy();
