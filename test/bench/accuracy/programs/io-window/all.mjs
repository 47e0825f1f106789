import { run } from '../io-slots/program.mjs';

await run({ count: 600, window: 600, slots: 8 });
