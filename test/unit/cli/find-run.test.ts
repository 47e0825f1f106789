import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRun } from '../../../src/cli/find-run.js';

let cwd: string;
const folder = (id: string): string => join(cwd, '.threadwise', 'runs', id);

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'threadwise-find-'));
  for (const id of ['20260101-1', '20260102-1']) {
    await mkdir(folder(id), { recursive: true });
    await writeFile(join(folder(id), 'run.json'), JSON.stringify({ id, command: ['node', `${id}.js`], cwd }));
  }
  await mkdir(join(cwd, 'empty'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe('findRun', () => {
  it('takes the latest where none is named', async () => {
    expect((await findRun(cwd, undefined)).runDir).toBe(folder('20260102-1'));
  });

  it('finds a run by its folder or by its id', async () => {
    const byId = await findRun(cwd, '20260101-1');
    expect(byId.runDir).toBe(folder('20260101-1'));
    expect(byId.record.command).toEqual(['node', '20260101-1.js']);
    expect((await findRun(cwd, '.threadwise/runs/20260101-1')).runDir).toBe(folder('20260101-1'));
  });

  it('says of anything else that it is no run', async () => {
    await expect(findRun(cwd, 'empty')).rejects.toThrow(/empty is no run folder.*threadwise list/);
    await expect(findRun(cwd, 'nowhere')).rejects.toThrow(/is no run folder/);
  });
});
