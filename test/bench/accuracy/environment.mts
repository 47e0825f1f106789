/** Options of a pool set from outside, through the overlay that Verify uses. */
import { existsSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Note, OverlaySettings } from '../../../src/probe/overlay/settings.ts';
import type { Arm } from './programs.mts';

const OVERLAY = join(import.meta.dirname, '../../../dist/probe/overlay.cjs');

export interface ArmEnvironment {
  env: NodeJS.ProcessEnv;
  /** After a run. @throws Error when the options did not reach a pool of it */
  check: () => void;
}

/** @param scratch where the overlay notes what it changed */
export function environmentOf({ options, file }: Arm, scratch: string): ArmEnvironment {
  if (options === null) return { env: process.env, check: () => undefined };
  if (!existsSync(OVERLAY)) throw new Error('The overlay is not built: run npm run build first.');
  const notes = mkdtempSync(join(scratch, 'notes-'));
  const changes = Object.keys(options).length > 0;
  const settings: OverlaySettings = {
    overlay: OVERLAY,
    notes,
    files: [],
    pools: changes ? [{ place: null, options: { ...options } }] : [],
    delaysNs: [],
    taskDelay: null,
  };
  return {
    env: { ...process.env, NODE_OPTIONS: `--require="${OVERLAY}"`, THREADWISE_OVERLAY: JSON.stringify(settings) },
    check: () => {
      const said = readNotes(notes);
      const problem = said.find((note) => note.kind === 'problem');
      if (problem !== undefined) throw new Error(problem.message);
      if (changes && !said.some(({ kind }) => kind === 'pool'))
        throw new Error(`The options did not reach a pool of ${file}.`);
    },
  };
}

function readNotes(folder: string): Note[] {
  return readdirSync(folder)
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Note);
}
