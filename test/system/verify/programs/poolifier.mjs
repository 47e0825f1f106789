import { fileURLToPath } from 'node:url';
import { FixedThreadPool } from 'poolifier';

const pool = new FixedThreadPool(2, fileURLToPath(new URL('./poolifier-worker.mjs', import.meta.url)));
console.log(await pool.execute(3), pool.info.workerNodes);
void pool.destroy();
