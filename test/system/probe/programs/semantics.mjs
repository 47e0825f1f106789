// What the hooked functions give back and throw, in every odd case.
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

const show = (name, action) => {
  try {
    console.log(name, action());
  } catch (error) {
    console.log(name, 'throws', error.name, error.message);
  }
};
const words = new Int32Array(new SharedArrayBuffer(64));
const local = new Int32Array(4);
const big = new BigInt64Array(new SharedArrayBuffer(64));
show('add', () => [
  Atomics.add(words, 0, 5),
  Atomics.add(words, '0', 2),
  Atomics.add(local, 1, 1),
  Atomics.add(big, 0, 3n),
]);
show('load', () => [Atomics.load(words, 0), Atomics.load(big, 0), Atomics.load(local, 1)]);
show('cas', () => [
  Atomics.compareExchange(words, 1, 0, 1),
  Atomics.compareExchange(words, 1, 0, 1),
  Atomics.compareExchange(big, 1, 0n, 1n),
]);
show('exchange', () => [Atomics.exchange(words, 1, 0), Atomics.exchange(words, 1, 2), Atomics.exchange(words, 1, 0)]);
show('store', () => [
  Atomics.store(words, 2, 3.7),
  Object.is(Atomics.store(words, 2, -0), -0),
  Atomics.store(big, 2, 4n),
]);
show('sub', () => [
  Atomics.sub(words, 2, 1),
  Atomics.and(words, 2, 6),
  Atomics.or(words, 2, 1),
  Atomics.xor(words, 2, 1),
]);
show('range', () => Atomics.load(words, 99));
show('negative', () => Atomics.add(words, -1, 1));
show('type', () => Atomics.load([1, 2], 0));
show('float', () => Atomics.store(new Float64Array(1), 0, 1));
show('wait', () => [
  Atomics.wait(words, 3, 1),
  Atomics.wait(words, 3, 0, 5),
  Atomics.wait(words, 3, 0, -1),
  Atomics.notify(words, 3),
]);
show('wait local', () => Atomics.wait(local, 0, 0));
show('wait big', () => Atomics.wait(big, 5, 1n));
show('notify', () => [Atomics.notify(words, 3, 1), Atomics.notify(local, 0)]);

const { port1, port2 } = new MessageChannel();
show('post', () =>
  port1.postMessage({
    a: 1,
    get b() {
      console.log('getter read');
      return 2;
    },
  }),
);
show('receive', () => JSON.stringify(receiveMessageOnPort(port2)));
show('empty', () => receiveMessageOnPort(port2));
show('no port', () => receiveMessageOnPort({}));
show('post function', () => port1.postMessage(() => {}));
show('post nothing', () => port1.postMessage());
show('post twice transferred', () => {
  const buffer = new ArrayBuffer(8);
  port1.postMessage(buffer, [buffer, buffer]);
});
show('transfer', () => {
  const buffer = new ArrayBuffer(8);
  port1.postMessage(buffer, [buffer]);
  return buffer.byteLength;
});
show('transfer option', () => {
  const buffer = new ArrayBuffer(8);
  port1.postMessage(buffer, { transfer: [buffer] });
  return buffer.byteLength;
});
show('worker bad file', () => new Worker('relative-without-dot.mjs'));
show('worker bad option', () => new Worker('', { eval: true, execArgv: ['--no-such-option'] }));
show('worker call', () => Worker('x'));
class Own extends Worker {}
const own = new Own('require("node:worker_threads").parentPort.postMessage("hi")', { eval: true });
own.on('message', (message) => {
  console.log(message, own instanceof Own, own instanceof Worker);
  port1.close();
});
port2.on('message', (message) => console.log('got', message));
port2.onmessageerror = () => {};
Error.prepareStackTrace = (error, frames) => {
  console.log('prepare called');
  return `${error.message} ${frames.length > 0}`;
};
Atomics.compareExchange(words, 8, 0, 1);
Atomics.compareExchange(words, 8, 0, 1);
Atomics.wait(words, 9, 0, 2);
console.log(new Error('own').stack);
