import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installNode, NODE_MAJORS } from '../node-versions.mjs';
import { installProbe, runPlain, runProbed, type Outcome } from './run-probed.js';

const { probe, remove } = installProbe();
afterAll(remove);

const WAYS = [
  'terminate',
  'exit',
  'worker-exit',
  'worker-error',
  'worker-error-handled',
  'main-error',
  'rejection',
  'many',
];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

/** Whether Node's own last frame is in a stack after an await depends on what else was due, with and without the probe. */
const TICK_FRAME = /\n *at process\.processTicksAndRejections.*/g;
const visible = ({ stdout, stderr, code, signal }: Outcome): Outcome => ({
  stdout,
  stderr: stderr.replaceAll(TICK_FRAME, ''),
  code,
  signal,
});

describe.each(NODE_MAJORS)('under Node %i a program', (major) => {
  let node = '';
  beforeAll(async () => void (node = await installNode(major)));

  async function expectSame(args: string[], signal?: NodeJS.Signals): Promise<void> {
    const plain = await runPlain(node, args, { signal });
    const probed = await runProbed(node, args, probe, { signal });
    expect(visible(probed)).toEqual(visible(plain));
    expect(probed.traces.length).toBeGreaterThan(0);
  }

  it('sees nothing of the probe in its surroundings', () => expectSame(['environment.mjs']));
  it('gets the same answers from what is hooked', () => expectSame(['semantics.mjs']));
  it.each(WAYS)('ends the same: %s', (way) => expectSame(['endings.mjs', way]));
  it.each(SIGNALS)('ends the same: %s', (signal) => expectSame(['endings.mjs', 'signal'], signal));

  it('fails at load with its own stack', () => expectSame(['fails-at-load.cjs']));

  it('keeps its own NODE_OPTIONS', async () => {
    const env = { NODE_OPTIONS: '--stack-trace-limit=5 --no-deprecation' };
    const plain = await runPlain(node, ['environment.mjs'], { env });
    expect(visible(await runProbed(node, ['environment.mjs'], probe, { env }))).toEqual(visible(plain));
  });
});
