import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { buildOptions, bundles } from '../../../build/bundles.mjs';
import { findIntruders, type Allowed } from './metafile.ts';

const CORE = ['statistics', 'trace', 'model', 'detect', 'predict', 'recommend', 'source', 'report', 'analyze'];
const SOURCE_MAP_PACKAGES = ['@jridgewell/trace-mapping', '@jridgewell/sourcemap-codec', '@jridgewell/resolve-uri'];
const SOURCE_PACKAGES = ['@babel/parser', 'magic-string', ...SOURCE_MAP_PACKAGES];
const CORE_PACKAGES = [...SOURCE_PACKAGES, 'simple-statistics', 'pprof-format', 'valibot'];

const SPAWN_PACKAGES = ['cross-spawn', 'isexe', 'path-key', 'shebang-command', 'shebang-regex', 'which'];

/** What ships where. Code that is loaded into somebody else's process or page is kept apart most strictly. */
const ALLOWED: Readonly<Record<string, Allowed>> = {
  extension: {
    rooms: [...CORE, 'launch', 'verify', 'pool', 'protocol', 'vscode'],
    packages: [...CORE_PACKAGES, ...SPAWN_PACKAGES, 'piscina'],
  },
  'analysis-worker': {
    rooms: [
      ...CORE,
      'analyze-run',
      'memory-run',
      'open-replay',
      'read-memory',
      'read-source-map',
      'launch',
      'patterns',
      'verify',
      'analysis-worker',
    ],
    packages: [...CORE_PACKAGES, ...SPAWN_PACKAGES],
  },
  worker: { rooms: [], packages: ['piscina'] },
  cli: {
    rooms: [
      ...CORE,
      'analyze-run',
      'memory-run',
      'open-causal-target',
      'read-memory',
      'read-source-map',
      'launch',
      'patterns',
      'verify',
      'cli',
    ],
    packages: [...CORE_PACKAGES, ...SPAWN_PACKAGES, 'commander', '@modelcontextprotocol/sdk'],
  },
  probe: {
    rooms: ['trace', 'probe/node'],
    packages: ['acorn', 'magic-string', ...SOURCE_MAP_PACKAGES],
  },
  collector: { rooms: ['trace', 'probe/node'], packages: [] },
  overlay: { rooms: ['trace', 'probe/node', 'probe/overlay', 'read-source-map'], packages: SOURCE_MAP_PACKAGES },
  memory: { rooms: ['trace', 'probe/node', 'probe/memory'], packages: ['acorn', ...SOURCE_MAP_PACKAGES] },
  patterns: { rooms: ['patterns', 'statistics'], packages: [] },
  'pool-driver': { rooms: ['pool'], packages: ['piscina', 'valibot'] },
  'pool-type-hooks': {
    rooms: ['pool'],
    packages: [
      'sucrase',
      'lines-and-columns',
      'ts-interface-checker',
      '@jridgewell/gen-mapping',
      ...SOURCE_MAP_PACKAGES,
    ],
  },
  'pool-worker': { rooms: [], packages: ['piscina'] },
  workload: { rooms: ['pool'], packages: [] },
  webview: {
    rooms: ['webview', 'protocol', 'report', 'statistics'],
    packages: ['chart.js', '@kurkle/color', 'chartjs-plugin-annotation', 'chartjs-chart-matrix', 'valibot'],
  },
};

describe('bundles', () => {
  it('each has a list of what it may contain', () => {
    expect(Object.keys(ALLOWED).sort()).toEqual(Object.keys(bundles).sort());
  });

  for (const [name, bundle] of Object.entries(bundles).filter(([, { entry }]) => existsSync(entry))) {
    it(`${name} contains only what it may`, async () => {
      const { metafile } = await build({ ...buildOptions(bundle, { production: true }), write: false });
      const allowed = ALLOWED[name] ?? { rooms: [], packages: [] };
      expect(findIntruders(metafile, bundle.entry, allowed)).toEqual([]);
    });
  }

  it('come out the same when built again', async () => {
    for (const bundle of Object.values(bundles).filter(({ entry }) => existsSync(entry))) {
      const options = { ...buildOptions(bundle, { production: true }), write: false } as const;
      const [first, second] = await Promise.all([build(options), build(options)]);
      expect(first.outputFiles[0]?.hash).toBe(second.outputFiles[0]?.hash);
    }
  });
});

describe('findIntruders', () => {
  const input = (...paths: readonly string[]) => ({
    bytes: 1,
    imports: paths.map((path) => ({ path, kind: 'import-statement' as const })),
  });

  it('prints the path by which a forbidden package came in', () => {
    const inputs = {
      'src/probe/node/index.ts': input('src/trace/encode.ts'),
      'src/trace/encode.ts': input('node_modules/valibot/index.mjs'),
      'node_modules/valibot/index.mjs': input(),
    };
    expect(
      findIntruders(
        { inputs, outputs: {} },
        'src/probe/node/index.ts',
        ALLOWED['probe'] ?? { rooms: [], packages: [] },
      ),
    ).toEqual(['package valibot: src/probe/node/index.ts → src/trace/encode.ts → node_modules/valibot/index.mjs']);
  });
});
