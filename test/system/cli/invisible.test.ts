import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { isAlive } from '../is-alive.js';
import { CLI, makeWorkspace, runCli } from './run-cli.js';

const { dir, remove } = makeWorkspace();
afterAll(remove);

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
const hasScript = spawnSync('script', ['--version']).status === 0;

describe('the command line stands aside', () => {
  it('passes on output and exit code', async () => {
    const run = await runCli(dir, [
      'run',
      '--quiet',
      '--',
      'node',
      '-e',
      'console.log(1); console.error(2); process.exit(3)',
    ]);
    expect(run).toMatchObject({ code: 3, stdout: '1\n', stderr: '2\n' });
  });

  it('hands the program stdin', () => {
    const { stdout } = spawnSync(process.execPath, [CLI, 'run', '--quiet', '--', 'cat'], {
      cwd: dir,
      input: 'hello',
      encoding: 'utf8',
    });
    expect(stdout).toBe('hello');
  });

  it.runIf(process.platform !== 'win32')('ends by the signal that ended the program', async () => {
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGINT', 'SIGHUP']) {
      const code = `process.kill(process.pid, "${signal}"); setInterval(() => {}, 1e3)`;
      expect(await runCli(dir, ['run', '--quiet', '--', 'node', '-e', code])).toMatchObject({ code: null, signal });
    }
  });

  it.runIf(process.platform === 'linux')('passes a signal on once, and leaves nothing behind', async () => {
    const code = `
      const child = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e3)'], { stdio: 'ignore', detached: true });
      let seen = 0;
      process.on('SIGTERM', () => { seen++; setTimeout(() => { console.log('seen', seen, child.pid); process.exit(5); }, 200); });
      setInterval(() => {}, 1e3);
      console.log('ready');`;
    const cli = spawn(process.execPath, [CLI, 'run', '--quiet', '--', 'node', '-e', code], { cwd: dir });
    let stdout = '';
    cli.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (chunk.toString() === 'ready\n') cli.kill('SIGTERM');
    });
    const exitCode = await new Promise((resolve) => cli.once('exit', resolve));
    expect(exitCode).toBe(5);
    const [, seen, pid] = /seen (\d) (\d+)/.exec(stdout) ?? [];
    expect(seen).toBe('1');
    expect(isAlive(Number(pid))).toBe(false);
  });

  it.runIf(hasScript)('leaves the program its terminal, and its Ctrl-C', async () => {
    const code = `
      let seen = 0;
      process.on('SIGINT', () => { seen++; setTimeout(() => { console.log('interrupts ' + seen); process.exit(6); }, 300); });
      console.log(['tty', process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY].join(' '));
      setInterval(() => {}, 1e3);`;
    const command = [process.execPath, CLI, 'run', '--quiet', '--', 'node', '-e', code].map(quoted).join(' ');
    // `exec`: some shells (dash) stay between the terminal and the program, and turn a Ctrl-C they saw into 130.
    const terminal = spawn('script', ['-qec', `exec ${command}`, '/dev/null'], { cwd: dir });
    let screen = '';
    terminal.stdout.on('data', (chunk: Buffer) => {
      const before = screen.includes('tty true');
      screen += chunk.toString();
      if (!before && screen.includes('tty true')) terminal.stdin.write('\u0003');
    });
    const exitCode = await new Promise((resolve) => terminal.once('exit', resolve));
    expect(screen).toContain('tty true true true');
    expect(screen).toContain('interrupts 1');
    expect(exitCode).toBe(6);
  });

  it('stops a program that never ends, and says so', async () => {
    const run = await runCli(dir, ['run', '--duration', '0.5', '--', 'node', '-e', 'setInterval(() => {}, 1e3)']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/stopped after 0\.5 s/);
  });

  it('keeps runs out of version control', async () => {
    await runCli(dir, ['run', '--quiet', '--', 'node', '-e', '1']);
    expect(readFileSync(join(dir, '.threadwise/.gitignore'), 'utf8')).toBe('*\n');
    const [run = ''] = readdirSync(join(dir, '.threadwise/runs'));
    expect(readdirSync(join(dir, '.threadwise/runs', run))).toContain('run.json');
    const list = await runCli(dir, ['list']);
    expect(list.stdout).toContain(run);
  });
});

describe('reports', () => {
  it('are written where they are wanted, equal to those of the run', async () => {
    writeFileSync(
      join(dir, 'app.mjs'),
      'import { Worker } from "node:worker_threads"; new Worker("1", { eval: true });',
    );
    const run = await runCli(dir, [
      'run',
      '--out',
      'kept',
      '--json',
      'a.json',
      '--html',
      'a.html',
      '--',
      'node',
      'app.mjs',
    ]);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toContain('kept/report.html');
    const json = readFileSync(join(dir, 'a.json'), 'utf8');
    expect(json).toBe(readFileSync(join(dir, 'kept/report.json'), 'utf8'));
    expect(readFileSync(join(dir, 'a.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    const again = await runCli(dir, ['report', 'kept', '--json', '-', '--quiet']);
    expect(again.stdout).toBe(json);
  });
});
