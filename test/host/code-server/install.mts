// Brings VS Code's own server, as the npm package code-server carries it, into .vscode-test/ for machines that reach no
// other download than a package registry.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PACKAGE = 'code-server@4.139.1';
const ROOT = join(import.meta.dirname, '../../..');
const CACHE = join(ROOT, '.vscode-test');

/** VS Code's server wants exactly the Node that this repository has as a dependency. */
export const NODE = join(ROOT, 'node_modules/.bin/node');

/** The folder of VS Code's server; fetched once, which takes about ten seconds. */
export async function installServer(): Promise<string> {
  const target = join(CACHE, PACKAGE);
  if (!existsSync(target)) {
    await mkdir(CACHE, { recursive: true });
    const unfinished = await mkdtemp(join(CACHE, 'unfinished-'));
    try {
      await fetchServer(unfinished);
      await rename(join(unfinished, 'package/lib/vscode'), target);
    } catch (error) {
      // Another run may have been faster.
      if (!existsSync(target)) throw error;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return target;
}

async function fetchServer(folder: string): Promise<void> {
  console.log(`fetching ${PACKAGE} …`);
  const { stdout } = await run('npm', ['pack', '--silent', PACKAGE], { cwd: folder });
  await run('tar', ['-xzf', stdout.trim(), 'package/lib/vscode'], { cwd: folder });
  const server = join(folder, 'package/lib/vscode');
  for (const each of [server, join(server, 'extensions')]) {
    await run('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: each });
  }
  await replaceNativeModules(join(server, 'node_modules/@vscode'));
}

/**
 * VS Code builds these when it is installed, which takes a compiler and Node's headers. The watchdog, without which the
 * extension host does not start, only ends that host when the server hangs: we end the whole process group ourselves.
 */
async function replaceNativeModules(scope: string): Promise<void> {
  const watchdog = join(scope, 'native-watchdog/build/Release');
  await mkdir(watchdog, { recursive: true });
  await writeFile(
    join(watchdog, 'watchdog.js'),
    'exports.start = () => {};\nexports.exit = (code) => process.exit(code);\n',
  );
  await copyFile(join(import.meta.dirname, 'spdlog.cjs'), join(scope, 'spdlog/index.js'));
}
