import { numbers, runPool } from '../shared/run-pool.mjs';
import { startDelayServer } from '../shared/start-delay-server.mjs';

/** Tasks that wait for a remote service and then compute a little. */
export async function run({ threads = 2, count = 260, window = count, slots = 1 }) {
  const server = await startDelayServer(8);
  await runPool({
    worker: new URL('./worker.mjs', import.meta.url),
    threads,
    tasks: numbers(count),
    window,
    concurrentTasksPerWorker: slots,
    workerData: { url: server.url },
  });
  await server.stop();
}
