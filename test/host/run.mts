// Tests in a real VS Code: a Mocha suite inside the extension host, then UI tests that see the window as a person does.
//   node test/host/run.mts [suite | ui [part of a path…]]
//   THREADWISE_VSCODE=desktop | server   which VS Code to test in; by default the desktop one where it can be
//                                        downloaded and shown, otherwise the server of the npm package code-server
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
const SUITE = join(ROOT, 'test/host/suite');
// Inside the repository, so that the compiled suite finds mocha in node_modules.
const COMPILED = join(ROOT, '.vscode-test/suite');
const RESULTS = join(ROOT, '.test-results');
const HOST_RESULTS = join(RESULTS, 'host.json');

async function compileSuite(): Promise<void> {
  await rm(COMPILED, { recursive: true, force: true });
  const files = (await readdir(SUITE)).filter((name) => name.endsWith('.ts'));
  await build({
    entryPoints: files.map((name) => join(SUITE, name)),
    outdir: COMPILED,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function canUseDesktop(): Promise<boolean> {
  if (process.env['THREADWISE_VSCODE'] !== undefined) return process.env['THREADWISE_VSCODE'] === 'desktop';
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) return false;
  try {
    const signal = AbortSignal.timeout(3_000);
    return (await fetch('https://update.code.visualstudio.com/api/releases/stable', { signal })).ok;
  } catch {
    return false;
  }
}

async function runSuite(): Promise<boolean> {
  await rm(HOST_RESULTS, { force: true });
  await compileSuite();
  const desktop = await canUseDesktop();
  console.log(`extension host tests in ${desktop ? 'the desktop VS Code' : "VS Code's server and Chromium"}`);
  try {
    await runTests({
      ...(desktop ? {} : { vscodeExecutablePath: join(import.meta.dirname, 'code-server/shim.mts') }),
      extensionDevelopmentPath: ROOT,
      extensionTestsPath: join(COMPILED, 'index.js'),
      launchArgs: [join(import.meta.dirname, 'fixture')],
      extensionTestsEnv: { THREADWISE_HOST_RESULTS: HOST_RESULTS },
    });
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    await printReport();
  }
}

async function printReport(): Promise<void> {
  if (!existsSync(HOST_RESULTS)) return;
  const { report } = JSON.parse(await readFile(HOST_RESULTS, 'utf8')) as { report: string };
  console.log(report);
}

function runUi(filters: readonly string[]): boolean {
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const config = join(import.meta.dirname, 'vitest.ui.mts');
  return (
    spawnSync(process.execPath, [vitest, 'run', '--config', config, ...filters], { stdio: 'inherit' }).status === 0
  );
}

if (!existsSync(join(ROOT, 'dist/extension.js'))) {
  console.error('There is no dist/extension.js to test: npm run build');
  process.exit(1);
}
await mkdir(RESULTS, { recursive: true });
const [part, ...filters] = process.argv.slice(2);
const suitePassed = part === 'ui' || (await runSuite());
const uiPassed = part === 'suite' || runUi(filters);
process.exitCode = suitePassed && uiPassed ? 0 : 1;
