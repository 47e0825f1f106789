// Rebuilds the committed JavaScript and source maps of the TypeScript workloads: node test/workloads/build-typescript.mjs
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'

const dir = fileURLToPath(new URL('./contended-lock-typescript/', import.meta.url))
await build({
  absWorkingDir: dir,
  entryPoints: ['bad-worker.ts', 'fixed-worker.ts'],
  outdir: '.',
  outExtension: { '.js': '.mjs' },
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
})
