import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundles } from '../../build/bundles.mjs';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const VSCE = join(ROOT, 'node_modules/@vscode/vsce/vsce');
const MEGABYTE = 1_000_000;

const vsce = async (...args: string[]) => run(process.execPath, [VSCE, ...args], { cwd: ROOT });

/** What a person who installs the extension gets: these, and nothing that is not like them. */
const REQUIRED = [
  'package.json',
  'package.nls.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist/webview/report.css',
  // The command line comes with the npm package.
  ...Object.entries(bundles).flatMap(([name, { outfile }]) => (name === 'cli' ? [] : [outfile])),
];
const WELCOME = [
  /^media\/((sample|walkthrough)\/)?[\w.-]+$/,
  /^docs\/findings\/[\w-]+\.md$/,
  /^l10n\/[\w.-]+\.json$/,
  /^dist\/probe\/python\/.+\.py$/,
];

describe('the packaged extension', () => {
  let files: readonly string[] = [];
  beforeAll(async () => {
    files = (await vsce('ls', '--no-dependencies')).stdout.trim().split('\n');
  });

  it('has everything it runs on', () => {
    expect(REQUIRED.filter((file) => !files.includes(file))).toEqual([]);
  });

  it('has nothing else', () => {
    const strangers = files.filter((file) => !REQUIRED.includes(file) && !WELCOME.some((like) => like.test(file)));
    expect(strangers).toEqual([]);
  });

  it('packs into less than a megabyte', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'threadwise-vsix-'));
    try {
      const vsix = join(folder, 'threadwise.vsix');
      await vsce(
        'package',
        '--no-dependencies',
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--out',
        vsix,
      );
      expect((await stat(vsix)).size).toBeLessThan(MEGABYTE);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
