import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installServer, NODE } from './install.mts';

const START_TIMEOUT_MS = 60_000;

export interface ServerOptions {
  /** Ask for trust in each folder, as a fresh VS Code does; otherwise every folder is trusted. */
  readonly askForTrust?: boolean;
  /** Settings of the machine, over VS Code's defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
}

export interface Server {
  /** `127.0.0.1:<port>` */
  readonly authority: string;
  /** What the server has printed so far. */
  log(): string;
  stop(): Promise<void>;
}

const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export async function startServer({ askForTrust = false, settings, env }: ServerOptions = {}): Promise<Server> {
  const vscode = await installServer();
  const data = await mkdtemp(join(tmpdir(), 'threadwise-vscode-'));
  await mkdir(join(data, 'data/Machine'), { recursive: true });
  await writeFile(join(data, 'data/Machine/settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...settings }));
  const child = spawn(NODE, serverArguments(vscode, data, askForTrust), {
    // A process group of its own: its extension hosts go with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  const killGroup = (): void => kill(child);
  process.once('exit', killGroup);
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }
  const stop = async (): Promise<void> => {
    process.off('exit', killGroup);
    const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    kill(child);
    await exited;
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await portOf(child, () => log);
    return { authority: `127.0.0.1:${port}`, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function serverArguments(vscode: string, data: string, askForTrust: boolean): string[] {
  return [
    join(vscode, 'out/server-main.js'),
    '--host=127.0.0.1',
    '--port=0',
    '--without-connection-token',
    '--accept-server-license-terms',
    // A built VS Code reads which extension to develop and test from the page's address only with this.
    '--enable-smoke-test-driver',
    `--server-data-dir=${data}`,
    `--extensions-dir=${join(data, 'extensions')}`,
    '--disable-telemetry',
    '--disable-experiments',
    ...(askForTrust ? [] : ['--disable-workspace-trust']),
  ];
}

/** Resolves as soon as the server says where it listens. */
function portOf(child: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`VS Code's server ${reason}\n${log()}`));
    const timer = setTimeout(() => fail(`did not start within ${START_TIMEOUT_MS / 1000} s`), START_TIMEOUT_MS);
    child.once('error', ({ message }) => fail(`did not start: ${message}`));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? code}`);
    });
    child.stdout?.on('data', () => {
      const port = /Extension host agent listening on (\d+)/.exec(log())?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    });
  });
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone already.
  }
}
