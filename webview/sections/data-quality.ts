import { formatBytes, formatCount, formatNs, formatPlural, formatShare } from '../../src/report/format.js';
import type { Report } from '../../src/report/report.js';
import { createElement } from '../dom.js';
import { createIcon } from '../icons.js';
import { createSection, type Section } from '../section.js';

/** How far the report can be trusted: what is missing, who else used the machine, what measuring itself cost. */
export function createDataQuality({ dataQuality: quality, run, tool }: Report): Section {
  const { probe } = quality;
  const entry = (label: string, value: string, note = ''): HTMLElement =>
    createElement(
      'div',
      {},
      createElement('dt', {}, label),
      createElement('dd', {}, value, note === '' ? null : createElement('span', { class: 'note' }, note)),
    );
  const parts = [
    `${formatNs(probe.inThreadsNs)} in threads`,
    `${formatNs(probe.collectorNs)} in the collector`,
    `${formatNs(probe.startNs)} at start-up`,
  ];
  const warnings = [...(quality.complete ? [] : ['The trace is not complete.']), ...quality.missing];
  const foreign = quality.foreignCpuShare;
  return createSection(
    { id: 'quality', title: 'Data quality' },
    ...warnings.map((text) =>
      createElement('div', { class: 'warning' }, createIcon('problem'), createElement('p', {}, text)),
    ),
    createElement(
      'dl',
      { class: 'facts' },
      entry(
        'Cost of measuring',
        probe.shareOfCpu === null
          ? formatNs(probe.inThreadsNs + probe.collectorNs)
          : `${formatShare(probe.shareOfCpu)} of all CPU time`,
        parts.join(', '),
      ),
      entry(
        'Records',
        formatCount(quality.records),
        `${formatBytes(quality.bytes)}, ${formatCount(quality.lostRecords)} lost`,
      ),
      entry('Other programs', foreign === null ? 'not known' : `${formatShare(foreign)} of the machine’s CPU`),
      quality.schedulerKnown
        ? null
        : entry('Scheduler', 'no data', 'CPU time and waits for a core are not known on this platform'),
      entry('Machine', run.cpuModel, `${formatCount(run.cores)} cores, ${run.platform}`),
      entry('Process', String(run.pid), `run ${run.id}, Threadwise ${tool.version}`),
      ...run.otherProcesses.map(({ pid, command, threads }) =>
        entry('Not analysed', `process ${pid}`, `${command}, ${formatPlural(threads, 'thread')}`),
      ),
    ),
    quality.notes.length === 0
      ? null
      : createElement('ul', { class: 'notes' }, ...quality.notes.map((note) => createElement('li', {}, note))),
  );
}
