import { parentPort, workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';
import { Mutex } from '../shared/mutex.mjs';

const { shared, lane, turns, shards, hold, outside } = workerData;
const locks = Array.from({ length: shards }, (_, shard) => new Mutex(shared, shard * 32));

let kept = 0;
for (let turn = 0; turn < turns; turn++) {
  const draft = grind(outside, lane + turn);
  const lock = locks[(lane + turn) % shards];
  lock.lock();
  kept = (kept + grind(hold, draft)) | 0;
  lock.unlock();
}
parentPort.postMessage(kept);
