// A loader that compiles: what stands in the file is not what runs, and only its inline source map tells.
import { readFile } from 'node:fs/promises';

// Line 3 of the source is line 1 of the code: one segment for each of its three lines, all at column 0.
const map = { version: 3, sources: ['walk.custom'], names: [], mappings: 'AAEA;AACA;AACA' };

export async function load(url, context, next) {
  if (!url.endsWith('.custom')) return next(url, context);
  const source = (await readFile(new URL(url), 'utf8')).split('\n').slice(2).join('\n');
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  return {
    format: 'module',
    shortCircuit: true,
    source: `${source}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`,
  };
}
