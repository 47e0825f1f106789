import { describe, expect, it } from 'vitest';
import { targetEnvironment } from '../../src/vscode/run/target-environment.js';
import {
  isNodeLaunch,
  resolveConfiguration,
  splitWords,
  type NodeConfiguration,
} from '../../src/vscode/targets/resolve-configuration.js';
import { resolveVariables, type VariableScope } from '../../src/vscode/targets/resolve-variables.js';

const scope: VariableScope = {
  workspaceFolder: '/w/app',
  folders: { app: '/w/app', lib: '/w/lib' },
  file: '/w/app/src/main.test.ts',
  env: { NAME: 'value' },
  userHome: '/home/me',
};

describe('resolveVariables', () => {
  it.each([
    ['${workspaceFolder}/a', '/w/app/a'],
    ['${workspaceFolder:lib}', '/w/lib'],
    ['${workspaceFolderBasename}', 'app'],
    ['${file}|${relativeFile}|${fileDirname}', '/w/app/src/main.test.ts|src/main.test.ts|/w/app/src'],
    ['${fileBasename}|${fileBasenameNoExtension}|${fileExtname}', 'main.test.ts|main.test|.ts'],
    ['${env:NAME}${env:MISSING}', 'value'],
    ['${userHome}', '/home/me'],
    ['plain $x', 'plain $x'],
  ])('%s', (text, expected) => {
    expect(resolveVariables(text, scope)).toBe(expected);
  });

  it('names what it does not know', () => {
    expect(() => resolveVariables('a ${command:pick} b', scope)).toThrow('${command:pick}');
    expect(() => resolveVariables('${file}', { ...scope, file: undefined })).toThrow('${file}');
    expect(() => resolveVariables('${workspaceFolder:gone}', scope)).toThrow('gone');
  });
});

describe('resolveConfiguration', () => {
  const base: NodeConfiguration = { name: 'Launch', type: 'node', request: 'launch' };
  const resolve = (configuration: Partial<NodeConfiguration>, text = '') =>
    resolveConfiguration({ ...base, ...configuration }, { scope, nodePath: 'node', readText: () => text });

  it('builds the command of a program with arguments', () => {
    const target = resolve({ program: '${workspaceFolder}/main.js', args: ['--n', '2'], runtimeArgs: ['--expose-gc'] });
    expect(target.command).toEqual(['node', '--expose-gc', '/w/app/main.js', '--n', '2']);
    expect(target.cwd).toBe('/w/app');
  });

  it('builds the command of another runtime', () => {
    const target = resolve({ runtimeExecutable: 'npm', runtimeArgs: ['run', 'start'], cwd: 'server' });
    expect(target.command).toEqual(['npm', 'run', 'start']);
    expect(target.cwd).toBe('/w/app/server');
  });

  it('takes the environment from the file and, over it, from the entry; null takes a variable away', () => {
    const target = resolve({ envFile: '.env', env: { B: '${env:NAME}', C: null, D: 1 } }, 'A=1\nB=2\n');
    expect(target.env).toEqual({ A: '1', B: 'value', C: undefined, D: '1' });
  });

  it('knows which entries start Node', () => {
    expect(isNodeLaunch(base)).toBe(true);
    expect(isNodeLaunch({ ...base, type: 'pwa-node' })).toBe(true);
    expect(isNodeLaunch({ ...base, request: 'attach' })).toBe(false);
    expect(isNodeLaunch({ ...base, type: 'chrome' })).toBe(false);
  });

  it('splits a line of arguments as a shell would', () => {
    expect(splitWords(`a "b c" 'd e' f"g"h "x\\"y"`)).toEqual(['a', 'b c', 'd e', 'fgh', 'x"y']);
  });
});

describe('targetEnvironment', () => {
  it('hides the editor and applies changes', () => {
    const own = { PATH: '/bin', VSCODE_IPC_HOOK: 'x', ELECTRON_RUN_AS_NODE: '1', HOME: '/h' };
    expect(targetEnvironment(own, { A: '1', HOME: undefined })).toEqual({ PATH: '/bin', A: '1' });
  });
});
