import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { activate, fixture, threadwiseDiagnostics, waitFor } from './support.ts';

const VERIFY_MS = 150_000;

/** What the tests look at of a `Verification`. */
interface Verified {
  verdict: string;
  message: string;
  observed: { speedUp: number; pairs: number };
  output: { same: boolean };
}

const file = (): vscode.Uri => fixture('pool.mjs');

/** The lens that verifies what answers the finding. */
async function verifyLens(): Promise<vscode.CodeLens | undefined> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', file(), 100);
  return lenses.find(({ command }) => command?.command === 'threadwise.inner.verify');
}

function argumentsOf({ command }: vscode.CodeLens): unknown[] {
  return (command?.arguments ?? []) as unknown[];
}

async function codeActions(): Promise<vscode.CodeAction[]> {
  const [first] = threadwiseDiagnostics(file());
  assert.ok(first, 'no finding');
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', file(), first.range, kind);
}

describe('a recommended change', () => {
  let original: string;

  before(async () => {
    await activate();
    await vscode.commands.executeCommand('threadwise.clearResults');
    original = await readFile(file().fsPath, 'utf8');
    await vscode.window.showTextDocument(file());
    await vscode.commands.executeCommand('threadwise.profileFile', file());
    await waitFor('a finding', () => (threadwiseDiagnostics(file()).length > 0 ? true : undefined));
  });
  after(() => vscode.commands.executeCommand('threadwise.clearResults'));

  it('is shown with what it is worth, or why that is not known', () => {
    const [diagnostic] = threadwiseDiagnostics(file());
    assert.match(diagnostic?.message ?? '', /predicted ×\d|no prediction: \S/);
  });

  it('is offered as an edit of the options and nothing else, to be looked at first', async () => {
    const action = (await codeActions()).find(({ edit }) => edit !== undefined);
    assert.ok(action?.edit, 'no quick fix with an edit');
    assert.notEqual(action.isPreferred, true);
    const [[uri, edits] = [], ...others] = action.edit.entries();
    assert.equal(others.length, 0);
    assert.equal(uri?.toString(), file().toString());
    // More tasks at a time or more threads: which comes first may differ where other programs disturb the run.
    assert.match((edits ?? []).map(({ newText }) => newText).join(), /^(, concurrentTasksPerWorker: \d+|\d+,\d+)$/);
    assert.equal(await readFile(file().fsPath, 'utf8'), original);
  });

  it('is verified by running the program both ways, and no file is touched', async function () {
    this.timeout(VERIFY_MS);
    const lens = await waitFor('the lens', verifyLens);
    const verified = await vscode.commands.executeCommand<Verified | undefined>(
      'threadwise.inner.verify',
      ...argumentsOf(lens),
    );
    assert.ok(verified, 'it was not verified');
    assert.equal(verified.output.same, true, verified.message);
    // More tasks wait at a time. On a machine that others keep busy nothing can be concluded, and it says so.
    assert.match(verified.verdict, /^(gain|inconclusive)$/, verified.message);
    if (verified.verdict === 'gain') assert.ok(verified.observed.speedUp > 1.3, verified.message);
    assert.equal(await readFile(file().fsPath, 'utf8'), original);
  });

  it('that is edited already is stale, and no longer offered', async () => {
    const editor = await vscode.window.showTextDocument(file());
    const line = editor.document
      .getText()
      .split('\n')
      .findIndex((text) => text.includes('new Piscina'));
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(line, 0), 'void 0; '));
      assert.equal(await verifyLens(), undefined);
      assert.deepEqual(
        (await codeActions()).filter(({ edit }) => edit !== undefined),
        [],
      );
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  });

  it('can be stopped while it is verified, and gives way to the next run', async function () {
    this.timeout(VERIFY_MS);
    const lens = await waitFor('the lens', verifyLens);
    const ended = vscode.commands.executeCommand<Verified | undefined>('threadwise.inner.verify', ...argumentsOf(lens));
    // Taken as soon as it has begun: a run now would be refused.
    setTimeout(() => void vscode.commands.executeCommand('threadwise.stopRun'), 2_500);
    const verified = await ended;
    assert.equal(verified?.verdict, 'inconclusive', verified?.message);
    await vscode.commands.executeCommand('threadwise.profileFile', fixture('fails.mjs'));
  });
});
