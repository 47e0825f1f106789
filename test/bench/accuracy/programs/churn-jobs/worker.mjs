import { parentPort, workerData } from 'node:worker_threads';
import { grind } from '../shared/grind.mjs';

const answer = (number) => parentPort.postMessage(grind(30_000, number));

if (typeof workerData !== 'number') parentPort.on('message', answer);
else answer(workerData);
