/** What the manifest, the strings and the code must agree on, checked without an editor. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import type { CallExpression } from '@babel/types';
import { describe, expect, it } from 'vitest';
import { walkNodes } from '../../src/source/walk-nodes.js';
import { Command, ContextKey, ViewId } from '../../src/vscode/names.js';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'src/vscode');

interface Manifest {
  engines: { vscode: string };
  devDependencies: Record<string, string>;
  activationEvents: string[];
  contributes: {
    commands: { command: string; category: string; enablement?: string }[];
    configuration: { properties: Record<string, { markdownDescription: string; scope: string; default: unknown }> };
    views: Record<string, { id: string }[]>;
    customEditors: { viewType: string }[];
    keybindings?: unknown[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  browser?: string;
}

const readJson = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T;
const manifest = readJson<Manifest>('package.json');
const { contributes } = manifest;
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(SOURCES, name), 'utf8'));

/** First arguments of all `vscode.l10n.t(…)` calls. */
function translatedStrings(text: string): string[] {
  const found: string[] = [];
  walkNodes(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program, (node) => {
    if (node.type === 'CallExpression' && isTranslate(node)) {
      const [message] = node.arguments;
      if (message?.type !== 'StringLiteral') throw new Error('vscode.l10n.t() takes a plain string');
      found.push(message.value);
    }
  });
  return found;
}

function isTranslate({ callee }: CallExpression): boolean {
  return (
    callee.type === 'MemberExpression' &&
    callee.object.type === 'MemberExpression' &&
    callee.object.property.type === 'Identifier' &&
    callee.object.property.name === 'l10n'
  );
}

describe('manifest', () => {
  it('declares the commands and views the code names, under one category', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(Command).sort());
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(['Threadwise']));
    expect(Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id))).toEqual([ViewId.runs]);
    expect(contributes.customEditors.map(({ viewType }) => viewType)).toEqual([ViewId.trace]);
  });

  it('lets nothing run in a workspace that is not trusted', () => {
    const running: string[] = [
      Command.profileFile,
      Command.profileWorkload,
      Command.profileConfiguration,
      Command.verifyChange,
      Command.lookAtMemory,
    ];
    for (const { command, enablement } of contributes.commands.filter((one) => running.includes(one.command))) {
      expect(enablement, command).toContain('isWorkspaceTrusted');
      expect(enablement, command).toContain('!virtualWorkspace');
      expect(enablement, command).toContain(`!${ContextKey.running}`);
    }
  });

  it('has few settings, each read in one place', () => {
    const declared = Object.keys(contributes.configuration.properties);
    expect(declared.length).toBeLessThanOrEqual(12);
    const read = [...readFileSync(join(SOURCES, 'settings.ts'), 'utf8').matchAll(/read\('([\w.]+)'\)/g)];
    expect(read.map(([, key]) => `threadwise.${key}`).sort()).toEqual(declared.sort());
    expect(sources.filter((text) => text.includes('getConfiguration(SECTION')).length).toBe(1);
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(declared).toContain(key);
  });

  it('activates on use only and takes no key', () => {
    expect(manifest.activationEvents).not.toContain('*');
    expect(manifest.activationEvents).not.toContain('onStartupFinished');
    expect(contributes.keybindings).toBeUndefined();
    expect(manifest.browser).toBeUndefined();
  });

  it('is typed for the oldest VS Code it runs in', () => {
    const minor = (range: string | undefined): number => Number(/1\.(\d+)/.exec(range ?? '')?.[1]);
    expect(minor(manifest.devDependencies['@types/vscode'])).toBeLessThanOrEqual(minor(manifest.engines.vscode));
  });
});

describe('strings', () => {
  it('of the manifest all stand in package.nls.json, which has no others', () => {
    const used = [...readFileSync(join(ROOT, 'package.json'), 'utf8').matchAll(/"%([\w.]+)%"/g)].map(
      ([, key]) => key ?? '',
    );
    expect([...new Set(used)].sort()).toEqual(Object.keys(readJson<Record<string, string>>('package.nls.json')).sort());
  });

  it('of the code all stand in the bundle for translators', () => {
    const inCode = [...new Set(sources.flatMap(translatedStrings))].sort();
    expect(Object.keys(readJson<Record<string, string>>('l10n/bundle.l10n.json')).sort()).toEqual(inCode);
  });
});
