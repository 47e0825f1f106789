import { formatBytes, formatCount, formatNs, formatShare } from '../format.js';
import type { Report } from '../report.js';
import { alignColumns, wrapText, type Page } from './lines.js';

/** How far the report can be trusted: what is missing, who else used the machine, and what measuring itself cost. */
export function renderDataQuality({ dataQuality, run }: Report, { width, style }: Page): string[] {
  const { probe, missing, notes, complete, records, bytes, lostRecords, foreignCpuShare, schedulerKnown } = dataQuality;
  const ofCpu = probe.shareOfCpu === null ? '' : `  ${formatShare(probe.shareOfCpu)} of all CPU time`;
  const rows = [
    [
      'Records',
      `${formatCount(records)} (${formatBytes(bytes)}), ${lostRecords === 0 ? 'none' : formatCount(lostRecords)} lost`,
    ],
    ['Cost of measuring', `${formatNs(probe.inThreadsNs + probe.collectorNs)}${ofCpu}`],
    [
      '',
      `threads ${formatNs(probe.inThreadsNs)}, collector ${formatNs(probe.collectorNs)}, start-up ${formatNs(probe.startNs)}`,
    ],
    ['Other programs', foreignCpuShare === null ? 'not known' : `${formatShare(foreignCpuShare)} of the machine's CPU`],
  ];
  if (!schedulerKnown) rows.push(['Scheduler', 'no data on this platform: CPU time is not known']);
  for (const other of run.otherProcesses) {
    rows.push(['Not analysed', `process ${other.pid}: ${other.command}`]);
  }
  const warnings = [...(complete ? [] : ['The trace is not complete.']), ...missing];
  return [
    ...alignColumns(rows.map((row) => row.map((cell) => wrapText(cell, Infinity).join(' ')))),
    ...warnings.flatMap((line) => wrapText(`! ${line}`, width)).map((line) => style('yellow', line)),
    ...notes.flatMap((line) => wrapText(`- ${line}`, width)),
  ];
}
