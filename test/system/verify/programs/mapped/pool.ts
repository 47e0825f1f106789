import { Piscina } from 'piscina';

interface Sizes {
  threads: number;
}

function makePool({ threads }: Sizes): Piscina {
  return new Piscina({
    filename: new URL('../task.mjs', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
  });
}

const pool = makePool({ threads: 2 });
console.log(await pool.run(3), pool.threads.length);
await pool.destroy();
