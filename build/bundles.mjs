// What is built from what. Shared by esbuild.mjs and by the test that looks at what ends up in each bundle.

const external = ['@napi-rs/nice'];

/**
 * Everything that runs in Node. Node 20 is the oldest that a user's program, and so our CLI and probe, runs on.
 * @type {import('esbuild').BuildOptions}
 */
const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // An optional native addon of Piscina's; it does without when the look-up fails.
  external,
  // Sources find their neighbours by import.meta.dirname, which a CommonJS bundle spells differently.
  define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
};

/**
 * The page of the report, in a webview or in a browser.
 * @type {import('esbuild').BuildOptions}
 */
const page = { platform: 'browser', format: 'iife', target: 'chrome134' };

/** Piscina looks for its worker.js beside the file it was bundled into: one copy for each such folder. */
const piscinaWorker = 'node_modules/piscina/dist/worker.js';

/**
 * `guest` marks what enters somebody else's process: it stays readable, so that they can see what it does.
 * @typedef {{ entry: string, outfile: string, guest?: boolean, options: import('esbuild').BuildOptions }} Bundle
 */

/** @type {Readonly<Record<string, Bundle>>} */
export const bundles = {
  extension: {
    entry: 'src/vscode/extension.ts',
    outfile: 'dist/extension.js',
    options: { ...node, external: [...external, 'vscode'] },
  },
  'analysis-worker': { entry: 'src/analysis-worker.ts', outfile: 'dist/analysis-worker.js', options: node },
  worker: { entry: piscinaWorker, outfile: 'dist/worker.js', options: node },
  cli: {
    entry: 'src/cli/index.ts',
    outfile: 'dist/cli.js',
    options: { ...node, banner: { js: '#!/usr/bin/env node' } },
  },
  probe: { entry: 'src/probe/node/index.ts', outfile: 'dist/probe/probe.cjs', guest: true, options: node },
  collector: { entry: 'src/probe/node/collector.ts', outfile: 'dist/probe/collector.cjs', guest: true, options: node },
  overlay: { entry: 'src/probe/overlay/index.ts', outfile: 'dist/probe/overlay.cjs', guest: true, options: node },
  memory: { entry: 'src/probe/memory/index.ts', outfile: 'dist/probe/memory.cjs', guest: true, options: node },
  // Started with the user's Node to time ways of touching memory.
  patterns: { entry: 'src/patterns/replay/index.ts', outfile: 'dist/patterns.js', guest: true, options: node },
  // Piscina is known by its class's name, and its frames by the folder's.
  'pool-driver': {
    entry: 'src/pool/driver.ts',
    outfile: 'dist/threadwise-pool/driver.js',
    guest: true,
    options: { ...node, keepNames: true },
  },
  'pool-type-hooks': {
    entry: 'src/pool/type-hooks.ts',
    outfile: 'dist/threadwise-pool/type-hooks.js',
    guest: true,
    options: node,
  },
  'pool-worker': { entry: piscinaWorker, outfile: 'dist/threadwise-pool/worker.js', guest: true, options: node },
  // For those who write workload files: its types and its helper.
  workload: { entry: 'src/pool/workload.ts', outfile: 'dist/workload.js', guest: true, options: node },
  webview: { entry: 'webview/index.ts', outfile: 'dist/webview/report.js', options: page },
};

/** Shipped as they are: the types of workload files, and the probe for CPython, which is plain source. */
export const copies = [
  { from: 'src/pool/workload.ts', to: 'dist/workload.ts' },
  { from: 'src/probe/python', to: 'dist/probe/python' },
];

/**
 * @param {Bundle} bundle
 * @param {{ production: boolean }} mode
 * @returns {import('esbuild').BuildOptions & { metafile: true }}
 */
export function buildOptions({ entry, outfile, guest, options }, { production }) {
  const minify = production && guest !== true;
  return {
    ...options,
    entryPoints: [entry],
    outfile,
    bundle: true,
    metafile: true,
    minify,
    keepNames: options.keepNames === true || (minify && options.platform === 'node'),
    legalComments: 'none',
    sourcemap: production ? false : 'linked',
  };
}
