import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { probeEnvironment } from '../../../src/launch/probe-environment.js';

const settings = { dir: '/runs/1', probe: '/with space/ä"\\/probe.cjs', maxBytes: 1 };

describe('probeEnvironment', () => {
  it('puts the probe in front of what is there', () => {
    const env = probeEnvironment({ NODE_OPTIONS: '--no-warnings', HOME: '/h' }, { ...settings, probe: '/probe.cjs' });
    expect(env).toMatchObject({ NODE_OPTIONS: '--require="/probe.cjs" --no-warnings', HOME: '/h' });
    expect(JSON.parse(env['THREADWISE_RUN'] ?? '')).toMatchObject({ dir: '/runs/1', maxBytes: 1 });
  });

  it('quotes any path so that Node reads it back', () => {
    const env = probeEnvironment({}, settings);
    const { stderr } = spawnSync(process.execPath, ['-e', '1'], { env: { ...process.env, ...env }, encoding: 'utf8' });
    expect(stderr).toContain(`Cannot find module '${settings.probe}'`);
  });
});
