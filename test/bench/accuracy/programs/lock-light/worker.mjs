import { workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';
import { Mutex } from '../shared/mutex.mjs';

const { board, shards, hold, outside } = workerData;
const locks = Array.from({ length: shards }, (_, shard) => new Mutex(board, shard * 32));

export default function turn(number) {
  const draft = grind(outside, number);
  const lock = locks[number % shards];
  lock.lock();
  const result = grind(hold, draft);
  lock.unlock();
  return result;
}
