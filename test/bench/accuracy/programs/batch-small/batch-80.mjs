import { run } from './program.mjs';

await run({ batch: 80 });
