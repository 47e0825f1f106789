/** One side of a comparison: how its program is started, and what the overlay is to change in it. */
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OverlaySettings } from '../probe/overlay/settings.js';
import type { Change } from '../recommend/recommendation.js';
import { VerifyError } from './verify-error.js';

export type AnyChange = Change | { kind: 'command'; command: string[] };

export interface Arm {
  name: 'base' | 'change';
  command: string[];
  env: NodeJS.ProcessEnv;
  settings: OverlaySettings;
  /** What of the settings must have been applied for the run to count: sentences by what is missing. */
  expected: { files: string[]; pools: string[] };
}

export interface ArmRequest {
  command: string[];
  env: NodeJS.ProcessEnv;
  overlayPath: string;
  /** A folder of this comparison's own. */
  folder: string;
}

/** The two arms. Both are asked to do the same things to the program, the base to put in what was there before. */
export async function createArms(change: AnyChange, request: ArmRequest): Promise<{ base: Arm; change: Arm }> {
  const { command, env, overlayPath, folder } = request;
  const notes = join(folder, 'notes');
  await mkdir(notes, { recursive: true });
  const empty: OverlaySettings = { overlay: overlayPath, notes, files: [], pools: [], delaysNs: [], taskDelay: null };
  const nothing = { files: [], pools: [] };
  const base: Arm = { name: 'base', command, env, settings: empty, expected: nothing };
  const changed: Arm = { ...base, name: 'change' };
  switch (change.kind) {
    case 'command':
      return { base, change: { ...changed, command: change.command } };
    case 'environment':
      return { base, change: { ...changed, env: { ...env, ...change.set } } };
    case 'pool-options': {
      const { place, options } = change;
      const pools = (values: Record<string, number>): OverlaySettings['pools'] => [
        { place: place.file === '' ? null : { file: place.file, line: place.line }, options: values },
      ];
      const where =
        place.file === '' ? 'by Piscina, tinypool, workerpool or poolifier' : `at ${place.file}:${place.line}`;
      const expected = { files: [], pools: [`No pool was made ${where} that options can be given to`] };
      return {
        base: { ...base, settings: { ...empty, pools: pools({}) } },
        change: { ...changed, settings: { ...empty, pools: pools(options) }, expected },
      };
    }
    case 'files': {
      const files = await storeContents(change.files, folder);
      const expected = { files: files.map(({ path }) => `${path} was not loaded as a module`), pools: [] };
      return {
        base: { ...base, settings: { ...empty, files: files.map(({ path, before }) => ({ path, content: before })) } },
        change: {
          ...changed,
          settings: { ...empty, files: files.map(({ path, after }) => ({ path, content: after })) },
          expected,
        },
      };
    }
  }
}

/** Both contents of each file, as files: what is on the disk may change while the comparison runs. */
async function storeContents(
  files: readonly { path: string; content: string }[],
  folder: string,
): Promise<{ path: string; before: string; after: string }[]> {
  return Promise.all(
    files.map(async ({ path, content }, index) => {
      const [before, after] = [join(folder, `${index}.before`), join(folder, `${index}.after`)];
      try {
        const real = await realpath(path);
        await writeFile(before, await readFile(real));
        await writeFile(after, content);
        return { path: real, before, after };
      } catch (error) {
        throw new VerifyError(
          `Cannot read ${path}, which the change replaces: ${error instanceof Error ? error.message : String(error)}.`,
          { cause: error },
        );
      }
    }),
  );
}
