import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, NO_STACK, makeWorkspace, runCli } from './run-cli.js';

const { dir, remove } = makeWorkspace();
const worker = join(dir, 'step.mjs');
beforeAll(() => {
  writeFileSync(worker, 'export default (input) => { if (input === 13) throw new Error("unlucky"); return input; };');
  writeFileSync(join(dir, 'app.js'), 'console.log("app")');
});
afterAll(remove);

/** Runs a workload with this text and returns what the user sees. */
async function runWorkload(name: string, text: string, ...flags: string[]) {
  writeFileSync(join(dir, name), text);
  return runCli(dir, ['run', ...flags, name]);
}

interface Case {
  what: string;
  args: string[];
  code: number;
  says: RegExp;
}

const CASES: Case[] = [
  { what: 'no command', args: ['run'], code: 64, says: /missing required argument/ },
  { what: 'an unknown option', args: ['run', '--nope', '--', 'true'], code: 64, says: /unknown option '--nope'/ },
  { what: 'an unknown command', args: ['walk'], code: 64, says: /unknown command 'walk'/ },
  { what: 'a command without --', args: ['run', 'node', 'app.js'], code: 64, says: /threadwise run -- node app\.js/ },
  {
    what: 'a plain script',
    args: ['run', 'app.js'],
    code: 64,
    says: /no workload file.*threadwise run -- node app\.js/s,
  },
  {
    what: '--threads for a program',
    args: ['run', '--threads', '2', '--', 'node', '-v'],
    code: 64,
    says: /workload file/,
  },
  { what: 'bad thread counts', args: ['run', 'x.workload.js', '--threads', '1,x'], code: 64, says: /whole, from 0/ },
  { what: 'a bad duration', args: ['run', '--duration', '0', '--', 'true'], code: 64, says: /seconds above 0/ },
  {
    what: 'JSON on the stdout of the program',
    args: ['run', '--json', '-', '--', 'true'],
    code: 64,
    says: /Name a file/,
  },
  {
    what: 'a missing workload',
    args: ['run', 'none.workload.js'],
    code: 65,
    says: /no workload file.*none\.workload\.js/,
  },
  { what: 'a missing run', args: ['report', 'none'], code: 65, says: /no run folder or trace/ },
  { what: 'a foreign trace', args: ['report', 'app.js'], code: 65, says: /no Threadwise trace/ },
  { what: 'a program that is not there', args: ['run', '--', 'threadwise-none'], code: 127, says: /no such program/ },
  { what: 'a program without Node', args: ['run', '--', 'true'], code: 69, says: /started no Node program/ },
];

describe('bad input on the command line', () => {
  it.each(CASES)('$what: exit code $code and a sentence', async ({ args, code, says }) => {
    const run = await runCli(dir, args);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).toMatch(NO_STACK);
    expect(run).toMatchObject({ code, stdout: '' });
  });

  it('a trace that is none, by its content', async () => {
    writeFileSync(join(dir, 'foreign.twtrace'), 'something else entirely');
    const run = await runCli(dir, ['report', 'foreign.twtrace']);
    expect(run.code).toBe(65);
    expect(run.stderr).toMatch(/trace/i);
    expect(run.stderr).toMatch(NO_STACK);
  });
});

it.runIf(process.platform !== 'win32')('a program on a Node that is too old', async () => {
  const old = join(dir, 'old');
  mkdirSync(old);
  writeFileSync(join(old, 'node'), '#!/bin/sh\necho 18.20.8\n', { mode: 0o755 });
  const run = await runCli(dir, ['run', '--', join(old, 'node'), 'app.js']);
  expect(run.code).toBe(78);
  expect(run.stderr).toMatch(/ran on Node 18\.20\.8.*from Node 20 on/);
});

const WORKLOADS: { what: string; name: string; text: string; code: number; says: RegExp }[] = [
  {
    what: 'no default export',
    name: 'a.workload.mjs',
    text: 'export const x = 1',
    code: 65,
    says: /no default export/,
  },
  {
    what: 'everything wrong',
    name: 'b.workload.mjs',
    text: 'export default { worker: 5, agents: 0, rounds: 1.5 }',
    code: 65,
    says: /`worker` must.*`agents` must.*`rounds` must.*`input`/s,
  },
  {
    what: 'a missing worker',
    name: 'c.workload.mjs',
    text: 'export default { worker: "./none.mjs", agents: 1, rounds: 1, input: () => 1 }',
    code: 65,
    says: /names a worker that does not exist: .*none\.mjs/,
  },
  {
    what: 'a syntax error',
    name: 'd.workload.mjs',
    text: 'export default {\n  worker: = 1\n}',
    code: 65,
    says: /d\.workload\.mjs:2/,
  },
  {
    what: 'a missing import',
    name: 'e.workload.mjs',
    text: 'import "./not-there.mjs"; export default {}',
    code: 65,
    says: /not-there\.mjs/,
  },
  {
    what: 'a worker that throws',
    name: 'f.workload.mjs',
    text: 'export default { worker: "./step.mjs", agents: 20, rounds: 2, input: (agent) => agent, agentName: (a) => `scout ${a}` }',
    code: 1,
    says: /scout 13 failed in round 0:\s+Error: unlucky\s+at .*step\.mjs:1/,
  },
  {
    what: 'a worker that is no function',
    name: 'g.workload.mjs',
    text: 'export default { worker: "./a.workload.mjs", agents: 1, rounds: 1, input: () => 1 }',
    code: 1,
    says: /No handler function exported/,
  },
  {
    what: 'a worker that ends its thread',
    name: 'h.workload.mjs',
    text: 'export default { worker: "./exit.mjs", agents: 2, rounds: 1, input: () => 1 }',
    code: 1,
    says: /agent \d failed in round 0/,
  },
];

describe('a bad workload', () => {
  beforeAll(() => writeFileSync(join(dir, 'exit.mjs'), 'export default () => process.exit(9)'));

  it.each(WORKLOADS)('$what: exit code $code and a sentence', async ({ name, text, code, says }) => {
    const run = await runWorkload(name, text, '--quiet');
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toContain('threadwise-pool');
    expect(run).toMatchObject({ code, stdout: '' });
  });

  it('fails in a timing run as it does in the profiled one', async () => {
    const text = 'export default { worker: "./step.mjs", agents: 20, rounds: 1, input: (agent) => agent }';
    const run = await runWorkload('i.workload.mjs', text, '--threads', '1');
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/did not end well with --threads 1: exit code 1\.\n.*agent 13 failed/s);
    expect(run.stderr).not.toContain('dist/');
  });
});

describe('a place that cannot be written', () => {
  it('is named before anything runs', async () => {
    const run = await runCli(dir, ['run', '--out', 'app.js/run', '--', 'node', '-e', 'console.log("ran")']);
    expect(run).toMatchObject({ code: 73, stdout: '' });
    expect(run.stderr).toMatch(/a file is in the way/);
  });

  it.runIf(process.platform === 'linux')('a file system that holds no folders', async () => {
    const run = await runCli(dir, ['run', '--out', '/proc/threadwise/run', '--', 'node', '-e', 'console.log("ran")']);
    expect(run).toMatchObject({ code: 73, stdout: '' });
    expect(run.stderr).toMatch(/no folder can be made there/);
  });

  it('a folder that holds another run', async () => {
    const program = 'new (require("worker_threads").Worker)("1", { eval: true })';
    const command = ['run', '--quiet', '--out', 'twice', '--', 'node', '-e', program];
    expect((await runCli(dir, command)).code).toBe(0);
    const again = await runCli(dir, command);
    expect(again).toMatchObject({ code: 73, stdout: '' });
    expect(again.stderr).toMatch(/There is a run in .*twice already/);
  });

  const isRoot = process.getuid?.() === 0;
  it.runIf(isRoot && process.platform === 'linux')('a folder of somebody else', () => {
    const closed = join(dir, 'closed');
    mkdirSync(closed, { mode: 0o555 });
    const { status, stderr } = spawnSync(
      'setpriv',
      ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, CLI, 'run', '--out', closed, '--', 'true'],
      { encoding: 'utf8', cwd: '/' },
    );
    // Where nobody may not even run our Node, there is nothing to see.
    if (status === 126 || status === 127) return;
    expect(stderr).toMatch(/no permission/);
    expect(status).toBe(73);
  });

  it.runIf(isRoot && process.platform === 'linux')('a full disk', async () => {
    const disk = join(dir, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    } catch {
      return; // a container that may not mount
    }
    try {
      writeFileSync(join(disk, 'fill'), Buffer.alloc(40_000));
      const spin =
        'const end = Date.now() + 1500; let n = 0; const a = new Int32Array(new SharedArrayBuffer(4)); while (Date.now() < end) { Atomics.wait(a, 0, 0, 1); n++ } console.log("done")';
      const run = await runCli(dir, ['run', '--out', join(disk, 'run'), '--', 'node', '-e', spin]);
      expect(run.stdout).toBe('done\n');
      expect(run.stderr).toMatch(/disk is full/);
      expect(run.code).toBe(73);
      expect(run.stderr).toMatch(NO_STACK);
      expect(existsSync(join(disk, 'run', 'report.json.tmp'))).toBe(false);
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});
