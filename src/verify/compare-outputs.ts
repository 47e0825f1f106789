import type { CapturedOutput } from './capture-output.js';
import type { Verification } from './verification.js';

/** What a run left that must not depend on how fast it was. */
export interface RunOutput {
  exitCode: number | null;
  signal: string | null;
  stdout: CapturedOutput;
  stderr: CapturedOutput;
  /** Of a workload's results; undefined for other programs. */
  checksum?: string | null;
}

const SHOWN_CHARACTERS = 80;

/** Ways of looking at an output, strictest first: what the base's own runs agree in is what the change is held to. */
const VIEWS: readonly { note: string; look: (text: string) => string }[] = [
  { note: '', look: (text) => text },
  { note: 'but for its numbers', look: maskNumbers },
  {
    note: 'but for its numbers and the order of its lines',
    look: (text) => maskNumbers(text).split('\n').sort().join('\n'),
  },
];

/**
 * Compares what base and change printed and returned. Where the base's own runs differ, only that is compared in which they
 * agree, so that no difference is blamed on the change that the program makes by itself.
 */
export function compareOutputs(base: readonly RunOutput[], change: readonly RunOutput[]): Verification['output'] {
  const differences: string[] = [];
  const notes: string[] = [];
  compareEnds(base, change, differences, notes);
  for (const stream of ['stdout', 'stderr'] as const) {
    compareStream(
      stream,
      base.map((run) => run[stream]),
      change.map((run) => run[stream]),
      differences,
      notes,
    );
  }
  compareChecksums(base, change, differences, notes);
  return { same: differences.length === 0, differences, notes };
}

function compareEnds(
  base: readonly RunOutput[],
  change: readonly RunOutput[],
  differences: string[],
  notes: string[],
): void {
  const ends = new Set(base.map(describeEnd));
  if (ends.size > 1) notes.push(`The base itself ends differently from run to run: ${[...ends].join(', ')}.`);
  const strangers = new Set(change.map(describeEnd).filter((end) => !ends.has(end)));
  for (const end of strangers)
    differences.push(`The change ended with ${end}, the base with ${[...ends].join(' or ')}.`);
}

function describeEnd({ exitCode, signal }: RunOutput): string {
  return signal ?? `exit code ${exitCode}`;
}

function compareStream(
  name: string,
  base: readonly CapturedOutput[],
  change: readonly CapturedOutput[],
  differences: string[],
  notes: string[],
): void {
  const baseHashes = new Set(base.map(({ hash }) => hash));
  if (change.every(({ hash }) => baseHashes.has(hash))) return;
  const texts = base.map(({ text }) => maskPids(text));
  for (const { note, look } of VIEWS) {
    const views = new Set(texts.map(look));
    if (views.size > 1) continue;
    if (note !== '') notes.push(`${name} of the base varies from run to run; it was compared ${note}.`);
    const [view = ''] = views;
    const stranger = change.find(({ text }) => look(maskPids(text)) !== view);
    if (stranger !== undefined) differences.push(describeDifference(name, view, look(maskPids(stranger.text))));
    else if (isLongerThanKept(base, change, baseHashes)) differences.push(`${name} differs behind its first megabyte.`);
    return;
  }
  notes.push(`${name} of the base varies too much from run to run to be compared.`);
}

/** The base is the same to its end in every run, and the change is not, where nothing was kept of it any more. */
function isLongerThanKept(
  base: readonly CapturedOutput[],
  change: readonly CapturedOutput[],
  baseHashes: ReadonlySet<string>,
): boolean {
  const isLong = ({ text, bytes }: CapturedOutput): boolean => bytes > Buffer.byteLength(text);
  return baseHashes.size === 1 && [...base, ...change].some(isLong);
}

function describeDifference(name: string, base: string, change: string): string {
  const [baseLines, changeLines] = [base.split('\n'), change.split('\n')];
  const at = baseLines.findIndex((line, index) => line !== changeLines[index]);
  const line = at < 0 ? baseLines.length : at;
  return `${name} differs in line ${line + 1}: ${showLine(baseLines[line])} in the base, ${showLine(changeLines[line])} with the change.`;
}

function showLine(line: string | undefined): string {
  if (line === undefined) return 'nothing';
  return JSON.stringify(line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line);
}

/** Node names its process in its warnings. */
function maskPids(text: string): string {
  return text.replaceAll(/\(node:\d+\)/g, '(node)');
}

function maskNumbers(text: string): string {
  return text.replaceAll(/\d+(?:[.,:]\d+)*/g, '#');
}

function compareChecksums(
  base: readonly RunOutput[],
  change: readonly RunOutput[],
  differences: string[],
  notes: string[],
): void {
  const sums = new Set(base.map(({ checksum }) => checksum ?? ''));
  if (sums.size > 1) notes.push('The results of the base vary from run to run and were not compared.');
  else if (change.some(({ checksum }) => !sums.has(checksum ?? ''))) {
    differences.push('The results of the last round differ.');
  }
}
