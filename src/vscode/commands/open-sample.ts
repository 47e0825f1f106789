import { constants } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Opens the sample in a copy of its own, so that people can change it. A copy that is there already is kept as it is, with
 * the changes made to it.
 */
export async function openSample(sample: string, storage: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(storage, 'sample').fsPath;
  await mkdir(folder, { recursive: true });
  const names = (await readdir(sample, { withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
  for (const name of names) await copyMissing(join(sample, name), join(folder, name));
  const workload = names.find((name) => name.includes('.workload.'));
  if (workload === undefined) throw new Error(`${sample} holds no workload: install Threadwise again.`);
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, workload)), { preview: false });
}

async function copyMissing(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
