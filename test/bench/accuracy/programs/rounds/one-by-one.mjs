import { run } from './program.mjs';

await run({ atOnce: 1 });
