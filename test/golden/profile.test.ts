import { expect, it } from 'vitest';
import { buildProfile } from '../../src/model/build-profile.js';
import { decodeTrace } from '../../src/trace/decode.js';
import { BlobKind } from '../../src/trace/records.js';
import { buildTrace } from '../build-trace.js';
import { drawProfile } from './draw-profile.js';

/** Two agents on two threads take turns at a blackboard. */
function blackboard(): Uint8Array {
  const trace = buildTrace();
  const main = trace.thread(0).info({}).start(0).site(1, 'at main (/app/main.mjs:12:20)');
  for (const [id, name] of ['planner', 'critic'].entries()) main.writer.blob(0, BlobKind.Agent, id, name);
  main.writer.blob(0, BlobKind.Pool, 1, { library: 'piscina', file: '/app/worker.mjs', minThreads: 2, maxThreads: 2, createdAt: 1 });
  for (const index of [1, 2]) {
    main.makes(index * 1000, index);
    const worker = trace.thread(index).info({ origin: 'piscina', createdAt: 1 }).start(20_000);
    worker.site(1, 'at Mutex.lock (/app/mutex.mjs:9:5)\nat takeTurn (/app/worker.mjs:14:9)');
    worker.site(2, 'at Mutex.unlock (/app/mutex.mjs:19:5)\nat takeTurn (/app/worker.mjs:17:9)');
    worker.word(1, 'board', 0);
  }
  for (const round of [0, 1]) {
    const at = 25_000 + round * 30_000;
    for (const worker of [1, 2]) {
      const turn = round * 2 + worker;
      main.at(at + worker, 1).submit(at + worker, turn, worker - 1, 1);
      main.dispatch(at + worker, turn, turn, worker).at(at + worker, 1).post(at + worker, worker, 300, 4000, 4);
      const thread = trace.thread(worker).receive(at + 100, at + 110, 0).taskStart(at + 120, turn);
      if (worker === 1) thread.at(at + 2000, 1).acquire(at + 2000, 1).at(at + 12_000, 2).release(at + 12_000, 1);
      else thread.at(at + 5000, 1).wait(at + 5000, at + 12_050, 1).acquire(at + 12_060, 1, 1).release(at + 20_000, 1);
      if (worker === 1) thread.notify(at + 12_001, 1);
      thread.taskEnd(at + worker * 10_000 + 3000, turn).post(at + worker * 10_000 + 3000, 0, 60, 2000, 4);
    }
    for (const worker of [1, 2]) {
      const done = at + worker * 10_000 + 3050;
      main.receive(done, done + 10, worker).done(done + 10, round * 2 + worker, worker);
    }
  }
  for (const index of [0, 1, 2]) {
    const busy = [0, 13, 14][index] ?? 0;
    for (const [step, at] of [30_000, 50_000, 70_000, 79_000].entries()) {
      trace.thread(index).sched(at, (index === 0 ? 20_000 : 15_000) + step * busy * 500, step * 100, 1);
    }
  }
  return trace.finish(80_000);
}

it('draws two agents at a blackboard', async () => {
  const profile = buildProfile(decodeTrace(blackboard()), { readSourceMap: () => undefined });
  await expect(drawProfile(profile)).toMatchFileSnapshot('blackboard.txt');
});
