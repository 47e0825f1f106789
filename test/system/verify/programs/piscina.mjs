import { Piscina } from 'piscina';

const makePool = (options) => new Piscina({ filename: new URL('./task.mjs', import.meta.url).href, ...options });
const first = makePool({ minThreads: 2, maxThreads: 2 });
const second = new Piscina({ filename: new URL('./task.mjs', import.meta.url).href, minThreads: 2, maxThreads: 2 });
const results = [await first.run(3), await second.run(4)];
console.log(
  results.join(),
  first.options.maxThreads,
  second.options.maxThreads,
  first.constructor === Piscina,
  first instanceof Piscina,
);
await Promise.all([first.destroy(), second.destroy()]);
