import { run } from './program.mjs';

await run({ hold: 400, outside: 600 });
