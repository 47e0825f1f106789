import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const JOBS = 40;
const file = new URL('./worker.mjs', import.meta.url);

async function inNewWorker(job) {
  const [answer] = await once(new Worker(file, { workerData: job }), 'message');
  return answer;
}

async function inWorker(worker, job) {
  worker.postMessage(job);
  const [answer] = await once(worker, 'message');
  return answer;
}

/** Jobs of 30 ms on two lanes, each in a worker of its own or all of a lane in one. */
export async function run({ reuse = false }) {
  let next = 0;
  let sum = 0;
  const lane = async () => {
    const worker = reuse ? new Worker(file) : null;
    while (next < JOBS) {
      const job = next++;
      const answer = worker === null ? await inNewWorker(job) : await inWorker(worker, job);
      sum = (sum + answer) | 0;
    }
    await worker?.terminate();
  };
  await Promise.all([lane(), lane()]);
  console.log(sum);
}
