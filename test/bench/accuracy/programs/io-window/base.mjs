import { run } from '../io-slots/program.mjs';

await run({ count: 600, window: 4, slots: 8 });
