import { describe, expect, it } from 'vitest';
import { checkImport } from '../../../build/check-import.mts';

const check = (from: string, specifier: string, typeOnly = false) => checkImport({ from, specifier, typeOnly });

describe('checkImport', () => {
  it.each([
    ['src/model/profile.ts', '../trace/records'],
    ['src/model/locks/owner.ts', '../profile'],
    ['src/predict/replay.ts', '../detect/registry'],
    ['src/probe/node/index.ts', 'node:worker_threads'],
    ['src/vscode/extension.ts', 'vscode'],
    ['src/cli/index.ts', '../analyze'],
    ['webview/index.ts', 'chart.js/auto'],
  ])('lets %s import %s', (from, specifier) => {
    expect(check(from, specifier)).toBeUndefined();
  });

  it.each([
    ['src/trace/encode.ts', '../model/profile', 'trace → model: the wire format is a leaf'],
    ['src/detect/locks.ts', '../predict/replay', 'detect → predict: it is pure'],
    ['src/model/profile.ts', 'node:fs', 'model → node:fs: it is pure'],
    ['src/cli/index.ts', 'vscode', 'cli → package vscode: it is a thin face'],
    ['src/vscode/run.ts', '../probe/node/index', 'vscode → probe/node: the probe belongs'],
    ['src/launch/start.ts', '../probe/node/index', 'launch → probe/node: it starts programs'],
    ['src/elsewhere/x.ts', '../model/profile', 'src/elsewhere/x.ts stands in no room'],
    ['src/model/profile.ts', '../elsewhere/x', 'model → ../elsewhere/x: src/elsewhere/x stands in no room'],
  ])('refuses %s importing %s', (from, specifier, reason) => {
    expect(check(from, specifier)).toContain(reason);
  });

  it('tells a type from a value', () => {
    expect(check('src/report/text.ts', '../detect/finding', true)).toBeUndefined();
    expect(check('src/report/text.ts', '../detect/finding')).toContain('only types may be imported');
  });
});
