import { run } from './program.mjs';

await run({ hold: 30, outside: 210 });
