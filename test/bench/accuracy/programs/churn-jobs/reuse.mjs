import { run } from './program.mjs';

await run({ reuse: true });
