import * as assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { activate, fixture, isAlive, lensesOf, reportTabs, threadwiseDiagnostics, waitFor } from './support.ts';

const contended = (): vscode.Uri => fixture('contended.mjs');

describe('a run', () => {
  before(async () => {
    await activate();
    await vscode.commands.executeCommand('threadwise.clearResults');
  });
  after(() => vscode.commands.executeCommand('threadwise.clearResults'));

  it('ends with findings on the lines that cause them, and a report', async () => {
    await vscode.window.showTextDocument(contended());
    await vscode.commands.executeCommand('threadwise.profileFile', contended());

    const [first] = await waitFor('diagnostics', () => {
      const found = threadwiseDiagnostics(contended());
      return found.length > 0 ? found : undefined;
    });
    assert.ok(first);
    const document = await vscode.workspace.openTextDocument(contended());
    assert.match(document.lineAt(first.range.start.line).text, /acquire\(\)/);
    assert.equal(first.severity, vscode.DiagnosticSeverity.Warning);
    const code = first.code as { value: string; target: vscode.Uri };
    assert.equal(code.value, 'contended-lock');
    assert.equal(code.target.scheme, 'command');
    await waitFor('the report', () => (reportTabs().length === 1 ? true : undefined));
  });

  it('has lenses and hovers with its evidence', async () => {
    const [diagnostic] = threadwiseDiagnostics(contended());
    assert.ok(diagnostic);
    const lenses = await lensesOf(contended());
    assert.ok(
      lenses.some((lens) => lens.startsWith(`${diagnostic.range.start.line + 1}: `)),
      lenses.join('\n'),
    );
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      contended(),
      diagnostic.range.start,
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((part) => (typeof part === 'string' ? part : part.value));
    assert.match(text.join('\n'), /Open in report/);
  });

  it('keeps its findings on their lines while the file is edited, or says that they are stale', async () => {
    const editor = await vscode.window.showTextDocument(contended());
    const [before] = threadwiseDiagnostics(contended());
    assert.ok(before);
    const { line } = before.range.start;
    try {
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// one\n// two\n'));
      const [moved] = threadwiseDiagnostics(contended());
      assert.equal(moved?.range.start.line, line + 2);
      assert.equal(moved.severity, vscode.DiagnosticSeverity.Warning);

      await editor.edit((edit) => edit.insert(new vscode.Position(line + 2, 0), 'void '));
      const [stale] = threadwiseDiagnostics(contended());
      assert.equal(stale?.severity, vscode.DiagnosticSeverity.Hint);
      assert.match(stale.message, /^Stale/);
    } finally {
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
    const [after] = threadwiseDiagnostics(contended());
    assert.equal(after?.range.start.line, line);
    assert.equal(after.severity, vscode.DiagnosticSeverity.Warning);
  });

  it('of a workload goes through the pool', async () => {
    await vscode.commands.executeCommand('threadwise.profileWorkload', fixture('steps.workload.mjs'));
    await waitFor('its report', () => reportTabs().find(({ label }) => label.includes('steps.workload.mjs')));
  });

  it("that cannot be started leaves no report and is in nobody's way", async () => {
    const settings = vscode.workspace.getConfiguration('threadwise');
    await settings.update('nodePath', 'no-such-node', vscode.ConfigurationTarget.Global);
    try {
      await vscode.commands.executeCommand('threadwise.profileFile', fixture('fails.mjs'));
    } finally {
      await settings.update('nodePath', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal(
      reportTabs().find(({ label }) => label.includes('fails')),
      undefined,
    );
  });

  it('of a program that fails still ends in a report', async () => {
    await vscode.commands.executeCommand('threadwise.profileFile', fixture('fails.mjs'));
    await waitFor('its report', () => reportTabs().find(({ label }) => label.includes('fails.mjs')));
  });

  it('can be stopped, with all that its program has started', async () => {
    const file = fixture('endless.pids.json').fsPath;
    await rm(file, { force: true });
    const ended = vscode.commands.executeCommand('threadwise.profileFile', fixture('endless.mjs'));
    try {
      const pids = await waitFor('the program to start', async () => {
        const text = await readFile(file, 'utf8').catch(() => '');
        return text === '' ? undefined : (JSON.parse(text) as number[]);
      });
      assert.deepEqual(pids.map(isAlive), [true, true]);
      await vscode.commands.executeCommand('threadwise.stopRun');
      await ended;
      assert.deepEqual(pids.map(isAlive), [false, false]);
      await waitFor('a report of what was recorded', () => reportTabs().find(({ label }) => label.includes('endless')));
    } finally {
      await rm(file, { force: true });
    }
  });

  it('leaves nothing when results are cleared', async () => {
    await vscode.commands.executeCommand('threadwise.clearResults');
    assert.deepEqual(threadwiseDiagnostics(contended()), []);
    await waitFor('report tabs to close', () => (reportTabs().length === 0 ? true : undefined));
    assert.deepEqual(
      (await lensesOf(contended())).map((lens) => lens.replace(/^\d+: /, '')),
      ['Profile threads'],
    );
  });
});
