import { run } from './program.mjs';

await run({ shards: 6 });
