import * as vscode from 'vscode';
import { activate, waitFor } from './support.ts';

describe('the page of a finding', () => {
  before(activate);
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens as the link behind the code of a diagnostic asks for it', async () => {
    await vscode.commands.executeCommand('threadwise.inner.openFindingPage', 'contended-lock');
    await waitFor('its preview', () =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .find(({ label, input }) => input instanceof vscode.TabInputWebview && label.includes('contended-lock')),
    );
  });
});
