import { parentPort } from 'node:worker_threads';
import burn from './task.mjs';

parentPort.on('message', ({ id, seed }) => parentPort.postMessage({ id, result: burn(seed) }));
