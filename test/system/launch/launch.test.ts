import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, type LaunchOptions } from '../../../src/launch/launch.js';
import { LaunchError } from '../../../src/launch/launch-error.js';
import { isAlive } from '../is-alive.js';
import { BLOCK_MAGIC, HEADER_BYTES, TRACE_MAGIC } from '../../../src/trace/format.js';
import { readBlocks } from '../../../src/trace/read-blocks.js';

/** With a name that a careless NODE_OPTIONS would break at. */
const folder = mkdtempSync(join(tmpdir(), 'threadwise launch ä"'));
const probePath = join(folder, 'fake probe.cjs');

/** Stands in for the probe: leaves a header, and half of a block as after a kill. */
const FAKE_PROBE = `
const { join } = require('node:path');
const { dir } = JSON.parse(process.env.THREADWISE_RUN);
const bytes = Buffer.alloc(${HEADER_BYTES} + 40);
bytes.write('${TRACE_MAGIC}');
bytes.writeUInt32LE(${BLOCK_MAGIC}, ${HEADER_BYTES});
bytes.writeUInt32LE(4096, ${HEADER_BYTES} + 12);
require('node:fs').writeFileSync(join(dir, process.pid + '.twtrace'), bytes);
`;

interface Output {
  stdout: string;
  stderr: string;
}

let runs = 0;
async function launchNode(code: string, options: Partial<LaunchOptions> = {}) {
  const output: Output = { stdout: '', stderr: '' };
  const runDir = join(folder, `run ${++runs}`);
  const result = await launch({
    command: [process.execPath, '-e', code],
    cwd: folder,
    env: process.env,
    probePath,
    runDir,
    toolVersion: '0.0.0',
    stdio: {
      onStdout: (chunk) => (output.stdout += chunk.toString()),
      onStderr: (chunk) => (output.stderr += chunk.toString()),
    },
    ...options,
  });
  return { ...result, ...output, runDir: options.runDir ?? runDir };
}

beforeAll(() => writeFileSync(probePath, FAKE_PROBE));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a launched program', () => {
  it('keeps its output and exit code, and leaves a trace and run.json', async () => {
    const run = await launchNode('console.log("out"); console.error("err"); process.exit(3)');
    expect(run).toMatchObject({ exitCode: 3, signal: null, stdout: 'out\n', stderr: 'err\n', stoppedByUs: false });
    expect(run.traces).toHaveLength(1);
    expect(JSON.parse(readFileSync(join(run.runDir, 'run.json'), 'utf8'))).toMatchObject({
      cwd: folder,
      exitCode: 3,
      signal: null,
      stoppedByUs: false,
      toolVersion: '0.0.0',
    });
    expect(readdirSync(run.runDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('reports the signal it ended by', async () => {
    expect(await launchNode('process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1e3)')).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
    });
  });

  it('keeps the NODE_OPTIONS it was given', async () => {
    const env = { ...process.env, NODE_OPTIONS: '--max-http-header-size=20000' };
    const { stdout, traces } = await launchNode('console.log(require("node:http").maxHeaderSize)', { env });
    expect(stdout).toBe('20000\n');
    expect(traces).toHaveLength(1);
  });

  it('has its end appended to its trace, behind what a kill cut off', async () => {
    const { traces } = await launchNode('process.exit(4)');
    const file = readFileSync(traces[0] ?? '');
    const { launch: end, missing } = readBlocks(
      new Uint8Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length)),
    );
    expect(end).toMatchObject({ exitCode: 4, stoppedByUs: false });
    expect(missing).toHaveLength(1);
  });
});

describe('stopping', () => {
  const parse = (stdout: string): number[] => stdout.trim().split(/\s+/).map(Number);
  /** Starts a grandchild in a session of its own whose parent ends, and one without our environment. */
  const FAMILY = `
    const { spawn } = require('node:child_process');
    const wait = 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1e3)';
    const nested = 'require("node:child_process").spawn(process.execPath, ["-e", process.argv[1]], { detached: true, stdio: "inherit" }).unref()';
    spawn(process.execPath, ['-e', nested, wait], { stdio: 'inherit' });
    spawn(process.execPath, ['-e', wait], { stdio: 'inherit', env: {} });
    console.log(process.pid);
    setInterval(() => {}, 1e3);`;

  it.runIf(process.platform === 'linux')('ends the whole tree when its time is up', async () => {
    const run = await launchNode(FAMILY, { durationMs: 1500 });
    expect(run).toMatchObject({ stoppedByUs: true, stopCause: 'time', reason: 'after 1.5 s' });
    const pids = parse(run.stdout);
    expect(pids).toHaveLength(3);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('ends it when asked', async () => {
    const controller = new AbortController();
    let pids: number[] = [];
    const run = await launchNode('console.log(process.pid); setInterval(() => {}, 1e3)', {
      signal: controller.signal,
      stdio: {
        onStdout: (chunk) => {
          pids = parse(chunk.toString());
          controller.abort();
        },
        onStderr: () => {},
      },
    });
    expect(run).toMatchObject({ stoppedByUs: true, stopCause: 'request', signal: 'SIGTERM' });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('leaves alone what a program that ended by itself has left running', async () => {
    const daemon = 'setInterval(() => {}, 1e3)';
    const { stdout } = await launchNode(
      `const c = require('node:child_process').spawn(process.execPath, ['-e', '${daemon}'], { detached: true, stdio: 'ignore' });
       console.log(c.pid); c.unref();`,
    );
    const [pid = 0] = parse(stdout);
    await sleep(100);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });
});

describe('a program that cannot be launched', () => {
  it('is named, and leaves no folder', async () => {
    const runDir = join(folder, 'never');
    const launching = launchNode('', { command: ['threadwise-no-such-program'], runDir });
    await expect(launching).rejects.toThrow(/Cannot start "threadwise-no-such-program": there is no such program/);
    expect(existsSync(runDir)).toBe(false);
  });

  it('is told that it needs its interpreter', async () => {
    const script = join(folder, 'script.js');
    writeFileSync(script, '');
    await expect(launchNode('', { command: [script] })).rejects.toMatchObject({ code: 'command-not-executable' });
  });

  it('is not started when the run folder cannot be written', async () => {
    const inTheWay = join(folder, 'file');
    writeFileSync(inTheWay, '');
    const launching = launchNode('', { runDir: join(inTheWay, 'run') });
    await expect(launching).rejects.toThrow(LaunchError);
    await expect(launching).rejects.toThrow(/a file is in the way/);
  });
});
