import { FixedThreadPool } from 'poolifier';
import { fileURLToPath } from 'node:url';

const pool = new FixedThreadPool(2, fileURLToPath(new URL('./poolifier-worker.mjs', import.meta.url)));
const results = await Promise.all(Array.from({ length: 40 }, (_, seed) => pool.execute(seed)));
console.log(results.length);
void pool.destroy();
