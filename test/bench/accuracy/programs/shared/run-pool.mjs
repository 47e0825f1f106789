import { Piscina } from 'piscina';

/**
 * Runs `tasks` on a pool, all submitted at once, or `window` at a time.
 *
 * @param prepare called on the main thread for each task before it is submitted
 */
export async function runPool({ worker, threads, tasks, window = tasks.length, prepare = (task) => task, ...options }) {
  const pool = new Piscina({ filename: worker.href, minThreads: threads, maxThreads: threads, ...options });
  const results = [];
  let next = 0;
  const lane = async () => {
    while (next < tasks.length) {
      const index = next++;
      results[index] = await pool.run(prepare(tasks[index]));
    }
  };
  await Promise.all(Array.from({ length: Math.min(window, tasks.length) }, lane));
  await pool.destroy();
  console.log(results.flat().reduce((sum, result) => (sum + result) | 0, 0));
}

export const numbers = (count) => Array.from({ length: count }, (_, number) => number);
