import { run } from './program.mjs';

await run({ inWorker: 800 });
