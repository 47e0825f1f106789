// Says all it can see of its surroundings, from the main thread, from workers of each kind and from a child process.
import { execFileSync, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, SHARE_ENV, threadId, Worker, workerData } from 'node:worker_threads';

const me = fileURLToPath(import.meta.url);
const look = () => ({
  threadId,
  execArgv: process.execArgv,
  options: process.env.NODE_OPTIONS ?? null,
  ours: Object.keys({ ...process.env }).filter((name) => /threadwise/i.test(name)),
  globals: Object.keys(globalThis).filter((name) => /threadwise/i.test(name)),
  limit: Error.stackTraceLimit,
  prepare: typeof Error.prepareStackTrace,
  listeners: process.listenerCount('SIGINT') + process.listenerCount('uncaughtException'),
  names: [
    Atomics.wait.name,
    Atomics.wait.length,
    Atomics.add.length,
    Worker.name,
    Worker.length,
    Worker.prototype.postMessage.name,
  ],
});

if (process.argv[2] === 'child') {
  console.log('child', JSON.stringify({ options: process.env.NODE_OPTIONS ?? null, mine: process.env.MINE ?? null }));
} else if (isMainThread) {
  console.log('main', JSON.stringify(look()));
  const kinds = {
    default: {},
    data: { workerData: { deep: [1, 2, 3] } },
    env: { env: { MINE: '1' } },
    emptyEnv: { env: {} },
    execArgv: { execArgv: ['--no-warnings'] },
    both: { env: { NODE_OPTIONS: '--stack-trace-limit=7' }, execArgv: [] },
    share: { env: SHARE_ENV },
  };
  for (const [kind, options] of Object.entries(kinds)) {
    const worker = new Worker(me, options);
    const id = worker.threadId;
    const exit = once(worker, 'exit');
    const [answer] = await once(worker, 'message');
    console.log(kind, id, worker instanceof Worker, worker.constructor === Worker, JSON.stringify(answer));
    console.log(kind, 'exit', ...(await exit), worker.threadId);
  }
  const code =
    'const { parentPort, threadId } = require("node:worker_threads"); parentPort.postMessage([threadId, typeof Atomics.wait]);';
  console.log('eval', JSON.stringify((await once(new Worker(code, { eval: true }), 'message'))[0]));
  console.log(
    execFileSync(process.execPath, [me, 'child'], {
      env: { MINE: 'yes', PATH: process.env.PATH },
      encoding: 'utf8',
    }).trim(),
  );
  console.log(spawnSync(process.execPath, [me, 'child'], { encoding: 'utf8' }).stdout.trim());
  await once(fork(me, ['child'], { env: { MINE: 'fork' } }), 'exit');
} else {
  parentPort.postMessage({ ...look(), workerData });
}
