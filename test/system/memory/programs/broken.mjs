// One of its modules cannot be parsed; the rest is recorded all the same.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
let failed = 0;
try {
  require('./not-javascript.txt');
} catch (error) {
  failed = error instanceof SyntaxError ? 1 : 2;
}
const a = [1, 2, 3];
let sum = 0;
for (let i = 0; i < a.length; i++) sum += a[i];
console.log(failed, sum);
