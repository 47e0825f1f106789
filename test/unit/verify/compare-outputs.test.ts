import { describe, expect, it } from 'vitest';
import { createCapture, type CapturedOutput } from '../../../src/verify/capture-output.js';
import { compareOutputs, type RunOutput } from '../../../src/verify/compare-outputs.js';

function capture(text: string): CapturedOutput {
  const { add, finish } = createCapture();
  add(Buffer.from(text));
  return finish();
}

const run = (stdout: string, rest: Partial<RunOutput> = {}): RunOutput => ({
  exitCode: 0,
  signal: null,
  stdout: capture(stdout),
  stderr: capture(''),
  ...rest,
});

describe('compareOutputs', () => {
  it('finds equal outputs the same', () => {
    expect(compareOutputs([run('a\nb\n'), run('a\nb\n')], [run('a\nb\n')])).toEqual({
      same: true,
      differences: [],
      notes: [],
    });
  });

  it('names the first line that differs', () => {
    const { same, differences } = compareOutputs([run('a\nb\n'), run('a\nb\n')], [run('a\nb\n'), run('a\nc\n')]);
    expect(same).toBe(false);
    expect(differences).toEqual(['stdout differs in line 2: "b" in the base, "c" with the change.']);
  });

  it('reports an output that stops short', () => {
    const { differences } = compareOutputs([run('a\nb'), run('a\nb')], [run('a')]);
    expect(differences).toEqual(['stdout differs in line 2: "b" in the base, nothing with the change.']);
  });

  it('does not blame the change for numbers the base itself varies in', () => {
    const base = [run('sum 7, took 12 ms'), run('sum 7, took 9.5 ms')];
    const { same, notes } = compareOutputs(base, [run('sum 7, took 4 ms')]);
    expect(same).toBe(true);
    expect(notes).toEqual(['stdout of the base varies from run to run; it was compared but for its numbers.']);
    expect(compareOutputs(base, [run('no sum, took 4 ms')]).same).toBe(false);
  });

  it('compares lines that come in any order without their order', () => {
    const base = [run('agent 1 done\nboard saved'), run('board saved\nagent 2 done')];
    expect(compareOutputs(base, [run('agent 9 done\nboard saved')]).same).toBe(true);
    expect(compareOutputs(base, [run('agent 9 failed\nboard saved')]).same).toBe(false);
  });

  it('says when nothing can be compared', () => {
    const { same, notes } = compareOutputs([run('abc'), run('xyz')], [run('hello')]);
    expect(same).toBe(true);
    expect(notes).toEqual(['stdout of the base varies too much from run to run to be compared.']);
  });

  it('compares how runs end, and the results of workloads', () => {
    expect(compareOutputs([run('')], [run('', { exitCode: 3 })]).differences).toEqual([
      'The change ended with exit code 3, the base with exit code 0.',
    ]);
    expect(compareOutputs([run('', { checksum: 'a' })], [run('', { checksum: 'b' })]).differences).toEqual([
      'The results of the last round differ.',
    ]);
    expect(
      compareOutputs([run('', { checksum: 'a' }), run('', { checksum: 'c' })], [run('', { checksum: 'b' })]).same,
    ).toBe(true);
  });

  it('is not misled by the process number in warnings of Node', () => {
    const warn = (pid: number) => run('', { stderr: capture(`(node:${pid}) Warning: x`) });
    expect(compareOutputs([warn(1), warn(2)], [warn(3)])).toEqual({ same: true, differences: [], notes: [] });
  });

  it('sees a difference behind what it keeps', () => {
    const long = 'x'.repeat(1 << 20);
    const { differences } = compareOutputs([run(`${long}a`), run(`${long}a`)], [run(`${long}b`)]);
    expect(differences).toEqual(['stdout differs behind its first megabyte.']);
  });
});
