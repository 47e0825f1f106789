import { describeCost, describeSteps, describeWalk, describeWorkingSet } from './describe-walk.js';
import { formatCount } from './format.js';
import type { ReportMemory, ReportSharedLine, ReportWalk } from './report-memory.js';

const MAX_USERS = 6;

/** What the memory pass saw where a finding is about, in sentences: steps, lines, caches, what was replayed, on how much it rests. */
export function describeMemoryOf(memory: ReportMemory | null, findingKey: string): string[] {
  if (memory === null) return [];
  const walks = memory.walks.filter((walk) => walk.findingKey === findingKey);
  const lines = memory.shared.flatMap(({ lines: all }) => all.filter((line) => line.findingKey === findingKey));
  return [...walks.flatMap((walk) => tellWalk(walk, memory.caches)), ...lines.flatMap(tellLine)];
}

function tellWalk(walk: ReportWalk, caches: ReportMemory['caches']): string[] {
  const { text, samples, accesses, workingSetBytes, measured } = walk;
  return [
    `${text} ${describeWalk(walk)}`,
    `Steps: ${describeSteps(walk)}`,
    describeWorkingSet(workingSetBytes, caches),
    ...(measured === null ? [] : [`Replayed: ${describeCost(measured)}`]),
    `Seen in ${formatCount(samples)} recorded of ${formatCount(accesses)} accesses`,
  ];
}

function tellLine({ offset, lineBytes, users, measured }: ReportSharedLine): string[] {
  const told = users.slice(0, MAX_USERS).map(({ thread, offsets, reads, writes, atomics }) => {
    const bytes = offsets.map(([begin, end]) => `${begin}–${end}`).join(', ');
    return `thread ${thread} bytes ${bytes} (${formatCount(reads)} reads, ${formatCount(writes + atomics)} writes)`;
  });
  const more = users.length > MAX_USERS ? [`${users.length - MAX_USERS} more`] : [];
  return [
    `Line of ${lineBytes} bytes at ${offset}: ${[...told, ...more].join('; ')}`,
    ...(measured === null ? [] : [`Replayed: ${describeCost(measured)}`]),
  ];
}
