import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes?: { readonly commands?: readonly { readonly command: string }[] };
}

describe('activation', () => {
  const extension = vscode.extensions.getExtension<unknown>('threadwise.threadwise');

  it('is on demand and succeeds', async () => {
    assert.ok(extension, 'the extension is not known to VS Code');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers each command of the manifest', async () => {
    assert.ok(extension);
    await extension.activate();
    const { contributes } = extension.packageJSON as Manifest;
    const declared = (contributes?.commands ?? []).map(({ command }) => command);
    assert.ok(declared.length > 0, 'the manifest declares no commands');
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter((command) => !registered.has(command)),
      [],
    );
  });
});
