import { run } from './program.mjs';

await run({ hold: 200 });
