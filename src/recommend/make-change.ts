import type { Finding } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';
import { interchangeLoops } from '../source/interchange-loops.js';
import type { SourceLanguage } from '../source/parse-source.js';
import { toPoolOptions } from './pool-options.js';
import type { Change } from './recommendation.js';

/** The text of a source file, or undefined. Reading is the caller's business. */
export type ReadSource = (file: string) => string | undefined;

/** How a change can be made by a machine; where it cannot although it was thought of, why. */
export interface MadeChange {
  change: Change | null;
  whyByHand: string | null;
}

const LANGUAGES: Readonly<Record<string, SourceLanguage>> = {
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascriptreact',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'typescriptreact',
};

export function makeChange(
  profile: Profile,
  { finding, edit }: { finding: Finding | undefined; edit: Edit },
  readSource: ReadSource,
): MadeChange {
  const swaps = edit.kind === 'faster-code' ? finding?.saves?.swaps : undefined;
  return swaps === undefined
    ? { change: toPoolOptions(profile, edit), whyByHand: null }
    : swapLoops(profile, swaps, readSource);
}

function swapLoops({ sites }: Profile, loop: number, readSource: ReadSource): MadeChange {
  const byHand = (whyByHand: string): MadeChange => ({ change: null, whyByHand });
  const frame = sites[loop]?.frames[0];
  if (frame === undefined) return byHand('Where the loop is, is not known.');
  const { file, line, column, generated } = frame;
  if (generated !== undefined && generated.file !== file)
    return byHand('What runs is compiled from it: swap the loops in the source, and compile it again.');
  const language = LANGUAGES[file.split('.').at(-1) ?? ''];
  const text = language === undefined ? undefined : readSource(file);
  if (text === undefined || language === undefined) return byHand('Its source cannot be read any more.');
  const swapped = interchangeLoops(text, language, { line, column });
  if ('unsafe' in swapped) return byHand(swapped.unsafe);
  return { change: { kind: 'files', files: [{ path: file, content: swapped.content }] }, whyByHand: null };
}
