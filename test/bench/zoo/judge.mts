import { basename } from 'node:path';
import type { Report, ReportFinding } from '../../../src/report/report.ts';
import type { Workload } from '../../workloads/load.mjs';
import type { Ratio } from '../overhead/statistics.mts';

export interface PlantedRow {
  name: string;
  expected: string;
  /** Id of the first finding, null when there is none. */
  first: string | null;
  /** Of the planted cause among all findings, 1 = first; null when it was not found. */
  rank: number | null;
  level: string | null;
  siteRight: boolean;
  site: string | null;
  title: string | null;
  /** The fixed program still shows the planted cause as a problem. */
  fixedStillFound: boolean;
  /** Wall time of the bad program over that of the fixed one. */
  gain: Ratio | null;
  verdicts: string[];
  foreignCpuShare: number | null;
}

export interface ControlRow {
  name: string;
  runs: number;
  /** Problem findings over all runs. */
  falsePositives: { run: number; id: string; title: string }[];
  /** Verdicts of the runs, each run's joined. */
  verdicts: string[];
  /** Every run had one of the verdicts the workload accepts. */
  verdictRight: boolean;
}

export function judgePlanted(workload: Workload, report: Report, fixed: Report | null, gain: Ratio | null): PlantedRow {
  const expected = workload.finding ?? '';
  const found = report.findings.find(({ id }) => id === expected);
  return {
    name: workload.name,
    expected,
    first: report.findings[0]?.id ?? null,
    rank: found?.rank ?? null,
    level: found?.level ?? null,
    siteRight: found !== undefined && isRightSite(workload, found),
    site: found?.site?.label ?? null,
    title: found?.title ?? null,
    fixedStillFound: fixed?.findings.some(({ id, level }) => id === expected && level === 'problem') ?? false,
    gain,
    verdicts: report.verdicts.map(({ id }) => id),
    foreignCpuShare: report.dataQuality.foreignCpuShare,
  };
}

function isRightSite({ sites }: Workload, { site }: ReportFinding): boolean {
  return site !== null && sites.some(({ file, line }) => file === basename(site.file) && line === site.line);
}

export function judgeControl({ name, verdicts, also }: Workload, reports: Report[]): ControlRow {
  const falsePositives = reports.flatMap(({ findings }, run) =>
    findings
      .filter(({ id, level }) => level === 'problem' && !also.includes(id))
      .map(({ id, title }) => ({ run: run + 1, id, title })),
  );
  return {
    name,
    runs: reports.length,
    falsePositives,
    verdicts: reports.map((report) => report.verdicts.map(({ id }) => id).join('+')),
    verdictRight: reports.every((report) => report.verdicts.some(({ id }) => verdicts.includes(id))),
  };
}
