import { describe, expect, it } from 'vitest';
import { findSites } from '../../../src/source/find-sites.js';

/** "kind@line", 1-based, as a person would point at it. */
function sitesOf(text: string, language: 'javascript' | 'typescript' = 'javascript'): string[] {
  return (findSites(text, language)?.sites ?? []).map(({ kind, line }) => `${kind}@${line + 1}`);
}

describe('findSites', () => {
  it.each([
    ['default import', `import Piscina from 'piscina';\nnew Piscina({});`, ['piscina@2']],
    ['named import', `import { Piscina as Pool } from 'piscina';\n\nnew Pool();`, ['piscina@3']],
    ['require', `const Piscina = require('piscina');\nconst p = new Piscina();`, ['piscina@2']],
    ['required name', `const { Worker } = require('node:worker_threads');\nnew Worker('x');`, ['worker@2']],
    ['required property', `const Worker = require('worker_threads').Worker;\nnew Worker('x');`, ['worker@2']],
    ['namespace', `import * as threads from 'node:worker_threads';\nnew threads.Worker('x');`, ['worker@2']],
    ['tinypool', `import { Tinypool } from 'tinypool';\nnew Tinypool();`, ['tinypool@2']],
    ['dynamic import', `const { Worker } = await import('worker_threads');\nnew Worker('x');`, ['worker@2']],
    [
      'inside functions',
      `import Piscina from 'piscina';\nfunction f() {\n  return () => new Piscina();\n}`,
      ['piscina@3'],
    ],
    ['re-exported pool class', `import { Piscina } from './pool.js';\nnew Piscina();`, ['piscina@2']],
  ])('finds a pool or worker made by %s', (_, text, expected) => {
    expect(sitesOf(text)).toEqual(expected);
  });

  it.each([
    ['a web worker', `new Worker(new URL('./w.js', import.meta.url)); // worker_threads`],
    ['another class of the module', `import { MessageChannel } from 'worker_threads';\nnew MessageChannel();`],
    ['a worker of ones own', `import { Worker } from './jobs.js'; // worker_threads\nnew Worker();`],
    ['text', `// import Piscina from 'piscina'; new Piscina()`],
  ])('leaves %s alone', (_, text) => {
    expect(sitesOf(text)).toEqual([]);
  });

  it.each([
    ['an object', `export default { worker: './w.js', agents: 4, rounds: 2 };`],
    ['a constant', `const workload = { worker: './w.js', agents: 4 };\nexport default workload;`],
    ['a helper', `export default defineWorkload({ worker: './w.js', agents: 4 });`],
    ['CommonJS', `module.exports = { worker: './w.js', agents: 4 };`],
  ])('finds a workload that is %s', (_, text) => {
    expect(sitesOf(text).map((site) => site.split('@')[0])).toEqual(['workload']);
  });

  it('sees through TypeScript', () => {
    const text = `import type { Workload } from 'x';\nexport default { worker: './w.ts', agents: 1 } satisfies Workload;`;
    expect(sitesOf(text, 'typescript')).toEqual(['workload@2']);
  });

  it('does not take every default export with agents for a workload', () => {
    expect(sitesOf(`export default { agents: 4 };`)).toEqual([]);
  });

  it('tells files that others import from files to start', () => {
    const pool = `import Piscina from 'piscina';\nnew Piscina();\n`;
    expect(findSites(pool, 'javascript')?.exportsValues).toBe(false);
    expect(findSites(`${pool}export const a = 1;`, 'javascript')?.exportsValues).toBe(true);
    expect(findSites(`${pool}export type A = 1;`, 'typescript')?.exportsValues).toBe(false);
    expect(findSites(`${pool}exports.a = 1;`, 'javascript')?.exportsValues).toBe(true);
  });

  it('still finds sites in a file with errors', () => {
    expect(sitesOf(`import Piscina from 'piscina';\nlet x = 1; let x = 2;\nnew Piscina();`)).toEqual(['piscina@3']);
  });

  it('says nothing about what it cannot parse', () => {
    expect(findSites(`import Piscina from 'piscina'; )(`, 'javascript')).toBeUndefined();
  });
});
