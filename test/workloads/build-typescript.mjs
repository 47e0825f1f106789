// Rebuilds the committed JavaScript and source maps of the TypeScript workloads: node test/workloads/build-typescript.mjs
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'

for (const name of ['contended-lock-typescript', 'strided-access-typescript']) {
  await build({
    absWorkingDir: fileURLToPath(new URL(`./${name}/`, import.meta.url)),
    entryPoints: ['bad-worker.ts', 'fixed-worker.ts'],
    outdir: '.',
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
  })
}
