// Builds everything that ships into dist/.
//   node esbuild.mjs [--production] [--meta] [--watch]
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions, bundles, copies } from './build/bundles.mjs';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');
const meta = flags.has('--meta');

async function writeMeta(name, metafile) {
  await mkdir('dist/meta', { recursive: true });
  await writeFile(`dist/meta/${name}.json`, JSON.stringify(metafile, null, 1) + '\n');
}

async function buildBundle(name, bundle) {
  if (!existsSync(bundle.entry)) {
    console.warn(`skipped ${name}: no ${bundle.entry}`);
    return;
  }
  const options = { ...buildOptions(bundle, { production }), logLevel: watch ? 'info' : 'warning' };
  if (watch) {
    const context = await esbuild.context(options);
    await context.watch();
    return;
  }
  try {
    const { metafile } = await esbuild.build(options);
    if (meta) await writeMeta(name, metafile);
  } catch {
    // esbuild has said why; the other bundles are built nevertheless.
    process.exitCode = 1;
  }
}

async function copySources({ from, to }) {
  if (!existsSync(from)) return;
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, filter: (path) => basename(path) !== '__pycache__' });
}

process.chdir(import.meta.dirname);
await Promise.all([
  ...Object.entries(bundles).map(([name, bundle]) => buildBundle(name, bundle)),
  ...copies.map(copySources),
]);
