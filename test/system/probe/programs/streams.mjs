// One worker streams, and is terminated when all has come; another answers a quick question after the other.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const STREAMED = 60_000;
const QUESTIONS = 6000;

if (isMainThread) {
  const file = new URL(import.meta.url);
  const stream = new Worker(file, { workerData: 'stream' });
  let received = 0;
  await new Promise((resolve) => {
    stream.on('message', () => {
      if (++received === STREAMED) resolve();
    });
  });
  await stream.terminate();
  const answers = new Worker(file, { workerData: 'answers' });
  for (let question = 0; question < QUESTIONS; question++) {
    answers.postMessage({ question });
    await new Promise((resolve) => answers.once('message', resolve));
  }
  await answers.terminate();
  console.log(received);
} else if (workerData === 'stream') {
  for (let item = 0; item < STREAMED; item++) parentPort.postMessage({ item });
  setInterval(() => {}, 1000);
} else {
  parentPort.on('message', ({ question }) => parentPort.postMessage({ answer: question * 2 }));
}
