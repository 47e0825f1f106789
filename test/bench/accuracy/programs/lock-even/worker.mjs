import { workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';
import { Mutex } from '../shared/mutex.mjs';

const { board, shards, hold, outside } = workerData;
const locks = Array.from({ length: shards }, (_, shard) => new Mutex(board, shard * 32));

export default function turns(number) {
  let state = number;
  let kept = 0;
  for (let step = 0; step < 20; step++) {
    state = grind(outside, state);
    const lock = locks[(number * 7 + step) % shards];
    lock.lock();
    kept = (kept + grind(hold, number + step)) | 0;
    lock.unlock();
  }
  return kept;
}
