import type { Evidence, Finding } from '../detect/finding.js';
import type { Places } from './build-places.js';
import { shareOrZero, wholeOrZero } from './numbers.js';
import { findAnswer } from './find-recommendation.js';
import type { ReportFinding, ReportPredictions } from './report.js';

/** Resolves the sites of findings. Detection hands them on ranked: the first is rank 1. */
export function buildFindings(
  findings: readonly Finding[],
  predictions: ReportPredictions,
  places: Places,
): ReportFinding[] {
  const keys = nameFindings(findings);
  return findings.map((finding, index) => {
    const key = keys[index] ?? finding.id;
    return buildFinding(finding, { key, rank: index + 1, answeredBy: findAnswer(predictions, key) }, places);
  });
}

/** Keys of findings: the id, or `id#2` for the second of a kind. */
export function nameFindings(findings: readonly Finding[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ id }) => {
    const nth = (seen.get(id) ?? 0) + 1;
    seen.set(id, nth);
    return nth === 1 ? id : `${id}#${nth}`;
  });
}

function buildFinding(
  finding: Finding,
  own: Pick<ReportFinding, 'key' | 'rank' | 'answeredBy'>,
  places: Places,
): ReportFinding {
  return {
    key: own.key,
    id: finding.id,
    rank: own.rank,
    level: finding.level,
    title: finding.title,
    workloadClass: finding.workloadClass,
    site: places.at(finding.site),
    stack: places.stack(finding.site),
    related: finding.related.flatMap(({ label, site }) => {
      const place = places.at(site);
      return place === null ? [] : [{ label, place }];
    }),
    threadTimeLostNs: wholeOrZero(finding.threadTimeLostNs),
    threadTimeShare: shareOrZero(finding.threadTimeShare),
    makespanShare: shareOrZero(finding.makespanShare),
    evidence: keepMeasured(finding.evidence),
    sampleSize: wholeOrZero(finding.sampleSize),
    recommendation: { ...finding.recommendation },
    answeredBy: own.answeredBy,
    waitChain: (finding.waitChain ?? []).map(({ text, site }) => ({ text, place: places.at(site) })),
    waitsFor: (finding.waitsFor ?? []).map((row) => ({ ...row, waitNs: wholeOrZero(row.waitNs) })),
    docs: `docs/findings/${finding.id}.md`,
  };
}

/** A figure that came out as not-a-number was not measured, so it is no evidence. */
export function keepMeasured(evidence: readonly Evidence[]): Evidence[] {
  return evidence.flatMap(({ label, value, unit, interval, samples }) => {
    if (!Number.isFinite(value)) return [];
    const kept: Evidence = { label, value, unit };
    if (interval?.every(Number.isFinite) === true) kept.interval = [...interval];
    if (samples !== undefined && Number.isFinite(samples)) kept.samples = samples;
    return [kept];
  });
}
