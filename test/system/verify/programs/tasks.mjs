import { Piscina } from 'piscina';

const pool = new Piscina({ filename: new URL('./task.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 });
const results = await Promise.all(Array.from({ length: 40 }, (_, n) => pool.run(n)));
console.log(results.length);
await pool.destroy();
