import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activate, fixture, lensesOf } from './support.ts';

describe('the lens "Profile threads"', () => {
  before(activate);

  it('stands above new Worker() and workload exports', async () => {
    await vscode.workspace.openTextDocument(fixture('agents.mjs'));
    assert.deepEqual(await lensesOf(fixture('agents.mjs')), ['17: Profile threads']);
    await vscode.workspace.openTextDocument(fixture('steps.workload.mjs'));
    assert.deepEqual(await lensesOf(fixture('steps.workload.mjs')), ['1: Profile threads']);
  });

  it('stands above nothing else', async () => {
    await vscode.workspace.openTextDocument(fixture('step.mjs'));
    assert.deepEqual(await lensesOf(fixture('step.mjs')), []);
  });

  it('can be switched off', async () => {
    const settings = vscode.workspace.getConfiguration('threadwise');
    await settings.update('profileLens', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensesOf(fixture('agents.mjs')), []);
    } finally {
      await settings.update('profileLens', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
