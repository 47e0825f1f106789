import { describeContainer, describeCost, describeSteps, describeWorkingSet, mainStep } from '../describe-walk.js';
import { formatCount, formatMemory, formatNs, formatPlural, formatShare } from '../format.js';
import type { Report } from '../report.js';
import type { ReportCopy, ReportMemory, ReportSharedBuffer, ReportWalk } from '../report-memory.js';
import { alignColumns, indentLines, wrapText, type Page } from './lines.js';

/** Rows of each kind: the page has them all. */
const MOST_WALKS = 5;
const MOST_ROWS = 3;
/** Share of CPU time from which a walk is worth a line. */
const WORTH_SHARE = 0.02;

/** What the memory pass saw; what is wrong with it stands among the findings. */
export function renderMemory({ memory, threads }: Report, { width }: Page): string[] {
  if (memory === null) return [];
  const nameOf = (id: number): string => threads.find(({ threadId }) => threadId === id)?.name ?? 'unknown';
  const lines = [
    ...renderCaches(memory),
    ...memory.walks
      .filter(({ cpuShare }) => (cpuShare ?? 0) >= WORTH_SHARE)
      .slice(0, MOST_WALKS)
      .flatMap((walk) => renderWalk(walk, memory.caches)),
    ...memory.shared.flatMap(renderShared).slice(0, MOST_ROWS),
    ...renderAllocations(memory),
    ...memory.duplicates
      .slice(0, MOST_ROWS)
      .map(
        ({ place, bytes, copies }) =>
          `${copies} copies of the same ${formatMemory(bytes)}${place === null ? '' : `, read at ${place.label}`}`,
      ),
    ...memory.copies.slice(0, MOST_ROWS).flatMap((copy) => renderCopy(copy, nameOf)),
  ];
  return [
    ...lines.flatMap((line) =>
      line.startsWith('  ') ? indentLines(wrapText(line, width - 2), 2) : wrapText(line, width),
    ),
    ...memory.missing.flatMap((line) => wrapText(`! ${line}`, width)),
    ...renderFailed(memory, width),
  ];
}

function renderCaches({ caches, cores, nodes }: ReportMemory): string[] {
  const sizes = caches.map(({ level, bytes }) => `L${level} ${formatMemory(bytes)}`);
  const known = sizes.length === 0 ? 'sizes of caches not known' : sizes.join(', ');
  return [`${formatPlural(cores, 'core')}: ${known}${nodes > 1 ? `, ${nodes} memory nodes` : ''}`];
}

function renderWalk(walk: ReportWalk, caches: ReportMemory['caches']): string[] {
  const { place, text, cpuShare, samples, workingSetBytes, bytesPerLine, measured } = walk;
  const used = mainStep(walk) === 0 ? '' : `; ${Math.round(bytesPerLine)} of every 64 bytes used`;
  return [
    `${place?.label ?? 'an unknown place'}  ${text}  ${formatShare(cpuShare ?? 0)} of the computing time`,
    `  ${describeContainer(walk)}, ${describeSteps(walk) || 'no steps'} (${formatPlural(samples, 'access', 'accesses')} recorded)${used}; ${describeWorkingSet(workingSetBytes, caches)}`,
    ...(measured === null ? [] : [`  ${describeCost(measured)}`]),
  ];
}

function renderShared({ name, lines }: ReportSharedBuffer): string[] {
  return lines.slice(0, 1).map(({ offset, lineBytes, sharing, users }) => {
    const where = users.find(({ place }) => place !== null)?.place?.label ?? 'an unknown place';
    const how = sharing === 'false' ? 'places of their own in one line' : 'the same place';
    return (
      `Shared buffer ${name}, bytes ${formatCount(offset)}–${formatCount(offset + lineBytes)}: ` +
      `${formatPlural(users.length, 'thread')} use ${how}, at ${where} (${formatPlural(lines.length, 'line')} shared)`
    );
  });
}

function renderAllocations({ allocations }: ReportMemory): string[] {
  return allocations.slice(0, MOST_ROWS).map(({ place, bytes, share, samples, gcNs }) => {
    const gc = gcNs === null || gcNs === 0 ? '' : `, ${formatNs(gcNs)} of collecting`;
    return `Allocated at ${place?.label ?? 'an unknown place'}: ${formatMemory(bytes)} (${formatShare(share)} of all, ${formatPlural(samples, 'sample')}${gc})`;
  });
}

function renderCopy(
  { from, to, messages, bytes, cloneNs, place }: ReportCopy,
  nameOf: (id: number) => string,
): string[] {
  if (bytes === null) return [];
  return [
    `Copied from ${nameOf(from)} to ${nameOf(to)}: ${formatMemory(bytes)} in ${formatPlural(messages, 'message')}, ${formatNs(cloneNs)}${place === null ? '' : `, most at ${place.label}`}`,
  ];
}

function renderFailed({ files }: ReportMemory, width: number): string[] {
  const failed = files.filter(({ state }) => state === 'failed');
  const rows = failed.slice(0, MOST_ROWS).map(({ file, reason }) => [`! Not recorded: ${file}`, reason ?? '']);
  return alignColumns(rows).flatMap((line) => wrapText(line, width));
}
