import { parentPort } from 'node:worker_threads';
import cjs from './module-cjs.cjs';
import { esm } from './module-esm.mjs';

parentPort.postMessage(`${esm}/${cjs}/${process.env.THREADWISE_OVERLAY === undefined ? 'hidden' : 'seen'}`);
