import * as assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activate, waitFor } from './support.ts';

function customTab(uri: vscode.Uri): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.fsPath === uri.fsPath);
}

describe('a trace file', () => {
  let folder: string;
  before(async () => {
    await activate();
    folder = await mkdtemp(join(tmpdir(), 'threadwise-trace-'));
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true });
  });

  it('opens in the report editor, even one that is broken', async () => {
    const file = vscode.Uri.file(join(folder, '1.twtrace'));
    await writeFile(file.fsPath, 'not a trace');
    await vscode.commands.executeCommand('vscode.open', file);
    const tab = await waitFor('its tab', () => customTab(file));
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    assert.equal(tab.input.viewType, 'threadwise.trace');
  });
});
