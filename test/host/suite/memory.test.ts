import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { activate, fixture, lensesOf, reportTabs, threadwiseDiagnostics, waitFor } from './support.ts';

const PASS_MS = 180_000;
const FINDING = 'strided-access';

const file = (): vscode.Uri => fixture('columns.mjs');

function strided(): vscode.Diagnostic | undefined {
  return threadwiseDiagnostics(file()).find(({ code }) => (code as { value: string }).value === FINDING);
}

/** Where others had the cores while a pattern was replayed, nothing is said of what it costs: then it is looked at again. */
async function lookUntilFound(): Promise<vscode.Diagnostic> {
  for (let looks = 1; ; looks++) {
    await vscode.commands.executeCommand('threadwise.lookAtMemory');
    try {
      return await waitFor('the finding', strided);
    } catch (error) {
      if (looks === 3) throw error;
    }
  }
}

describe('a look at memory access', () => {
  before(async () => {
    await activate();
    await vscode.commands.executeCommand('threadwise.clearResults');
    await vscode.workspace
      .getConfiguration('threadwise')
      .update('memoryPass', 'never', vscode.ConfigurationTarget.Global);
    await vscode.window.showTextDocument(file());
  });
  after(async () => {
    await vscode.workspace
      .getConfiguration('threadwise')
      .update('memoryPass', undefined, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('threadwise.clearResults');
  });

  it('is not taken by itself where the setting says never', async function () {
    this.timeout(PASS_MS);
    await vscode.commands.executeCommand('threadwise.profileFile', file());
    await waitFor('the report', () => reportTabs().find(({ label }) => label.includes('columns.mjs')));
    assert.equal(strided(), undefined);
  });

  it('can be stopped, and then the run is as it was', async function () {
    this.timeout(PASS_MS);
    const looking = vscode.commands.executeCommand('threadwise.lookAtMemory');
    setTimeout(() => void vscode.commands.executeCommand('threadwise.stopRun'), 700);
    await looking;
    assert.equal(strided(), undefined);
  });

  it('names the loop that walks the wrong way, on its line', async function () {
    this.timeout(3 * PASS_MS);
    const found = await lookUntilFound();
    const document = await vscode.workspace.openTextDocument(file());
    assert.match(document.lineAt(found.range.start.line).text, /for \(let y|sums\[x\] \+=/);
    const lenses = await waitFor('its lens', async () => {
      const all = await lensesOf(file());
      return all.some((lens) => /4\sKB/.test(lens)) ? all : undefined;
    });
    const [lens = ''] = lenses.filter((one) => /4\sKB/.test(one));
    assert.match(lens.replaceAll('\u00a0', ' '), /4 KB steps, uses 4 of every 64 bytes|predicted ×|no prediction: \S/);
  });

  it('has the steps, the caches, what was replayed and the sample in its hover', async () => {
    const found = strided();
    assert.ok(found);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      file(),
      found.range.start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === 'string' ? part : part.value))
      .join('\n')
      .replaceAll(/\u00a0|&nbsp;/g, ' ')
      .replaceAll('\\', '');
    assert.match(text, /Steps: \+4 KB/);
    assert.match(text, /4 MB at a time/);
    assert.match(text, /Replayed: .*×\d.*repeats on this machine/);
    assert.match(text, /Seen in [\d,]+ recorded of [\d,]+ accesses/);
  });

  it('offers the loops swapped as an edit of the lines that differ, to be looked at first', async () => {
    const before = await readFile(file().fsPath, 'utf8');
    const found = strided();
    assert.ok(found);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file(),
      found.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const swap = actions.find(({ edit, title }) => edit !== undefined && /swap/i.test(title));
    assert.ok(swap?.edit, actions.map(({ title }) => title).join('\n'));
    assert.notEqual(swap.isPreferred, true);
    const [[uri, edits] = []] = swap.edit.entries();
    assert.equal(uri?.toString(), file().toString());
    const [edit] = edits ?? [];
    assert.ok(edit);
    assert.match(edit.newText, /let y[^]*let x/);
    assert.ok(edit.newText.split('\n').length < 8, edit.newText);
    assert.equal(await readFile(file().fsPath, 'utf8'), before);
  });

  it('follows by itself, and then gives way to what is asked for next', async function () {
    this.timeout(PASS_MS);
    await vscode.commands.executeCommand('threadwise.clearResults');
    const settings = vscode.workspace.getConfiguration('threadwise');
    await settings.update('memoryPass', undefined, vscode.ConfigurationTarget.Global);
    const profiled = vscode.commands.executeCommand('threadwise.profileFile', file());
    await waitFor('the report', () => reportTabs().find(({ label }) => label.includes('columns.mjs')));
    // The program runs for seconds: the pass has begun by now, and is not over.
    await sleep(1_500);
    await vscode.commands.executeCommand('threadwise.profileWorkload', fixture('steps.workload.mjs'));
    await waitFor('the other report', () => reportTabs().find(({ label }) => label.includes('steps.workload.mjs')));
    await profiled;
    assert.equal(strided(), undefined);
  });
});

describe('a walk whose loops can be swapped', () => {
  after(() => vscode.commands.executeCommand('threadwise.clearResults'));

  it('is verified both ways, and no file is touched', async function () {
    this.timeout(3 * PASS_MS);
    await vscode.window.showTextDocument(file());
    await vscode.commands.executeCommand('threadwise.profileFile', file());
    await waitFor('the finding', strided).catch(lookUntilFound);
    const before = await readFile(file().fsPath, 'utf8');
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      file(),
      100,
    );
    const lens = lenses.find(({ command }) => command?.command === 'threadwise.inner.verify');
    assert.ok(lens?.command, 'no lens that verifies');
    const verified = await vscode.commands.executeCommand<
      { verdict: string; message: string; output: { same: boolean } } | undefined
    >(lens.command.command, ...((lens.command.arguments ?? []) as unknown[]));
    assert.ok(verified, 'it was not verified');
    assert.equal(verified.output.same, true, verified.message);
    assert.match(verified.verdict, /^(gain|inconclusive)$/, verified.message);
    assert.equal(await readFile(file().fsPath, 'utf8'), before);
  });
});
