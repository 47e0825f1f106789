import type { Profile, SiteIndex } from '../../model/profile.js';
import type { DetectContext } from '../context.js';
import type { Effort, Evidence, Finding, FindingId, WorkloadClass } from '../finding.js';
import { MATERIAL_NS, MATERIAL_SHARE, MIN_EVENTS, NOTEWORTHY_SHARE } from '../thresholds.js';
import { clamp, knownOr0, ratioOr0 } from './numbers.js';

export interface FindingDraft {
  id: FindingId;
  title: string;
  workloadClass: WorkloadClass;
  site: SiteIndex;
  lock?: number;
  pool?: number;
  memory?: Finding['memory'];
  saves?: Finding['saves'] | undefined;
  related?: { label: string; site: SiteIndex }[];
  threadTimeLostNs: number;
  /** Share of the makespan in which it bites; derived from the stake where the detector cannot tell. */
  makespanShare?: number;
  stakeNs: number;
  evidence: Evidence[];
  sampleSize: number;
  /** Events that must have been seen before it is called a problem. */
  minSampleSize?: number;
  advice: string;
  effort: Effort;
  explains?: FindingId[];
  waitChain?: Finding['waitChain'];
  waitsFor?: Finding['waitsFor'];
  /** Why it is true, but nothing to send anybody after: never a problem then. */
  caveat?: string | undefined;
}

/** Completes a finding and sets its level by what is at stake, not by how long anybody waited. */
export function makeFinding(context: DetectContext, draft: FindingDraft): Finding {
  const { spanNs, threadTimeNs } = context;
  const stakeNs = clamp(draft.stakeNs, 0, spanNs);
  const lostNs = Math.max(0, knownOr0(draft.threadTimeLostNs));
  const enough = draft.sampleSize >= (draft.minSampleSize ?? MIN_EVENTS);
  const material = stakeNs >= MATERIAL_SHARE * spanNs && stakeNs >= MATERIAL_NS;
  return {
    id: draft.id,
    level: material && enough && draft.caveat === undefined ? 'problem' : 'info',
    title: draft.title,
    workloadClass: draft.workloadClass,
    site: draft.site,
    ...(draft.lock !== undefined && { lock: draft.lock }),
    ...(draft.pool !== undefined && { pool: draft.pool }),
    ...(draft.memory !== undefined && { memory: draft.memory }),
    ...(draft.saves !== undefined && { saves: draft.saves }),
    ...(draft.caveat !== undefined && { caveat: draft.caveat }),
    related: (draft.related ?? []).filter(({ site }) => site >= 0),
    threadTimeLostNs: lostNs,
    threadTimeShare: clamp(ratioOr0(lostNs, threadTimeNs), 0, 1),
    makespanShare: clamp(draft.makespanShare ?? ratioOr0(stakeNs, spanNs), 0, 1),
    evidence: [
      ...draft.evidence.filter(({ value }) => Number.isFinite(value)),
      { label: 'makespan at stake, at most', value: stakeNs, unit: 'ns' },
    ],
    sampleSize: draft.sampleSize,
    recommendation: { text: draft.advice, effort: draft.effort },
    ...(draft.waitChain && { waitChain: draft.waitChain }),
    ...(draft.waitsFor && { waitsFor: draft.waitsFor }),
    weightNs: stakeNs,
    explains: draft.explains ?? [],
  };
}

/** Whether so much of the makespan is at stake that a line in the report is justified at all. */
export function isNoteworthy({ spanNs }: DetectContext, stakeNs: number): boolean {
  return spanNs > 0 && stakeNs >= NOTEWORTHY_SHARE * spanNs;
}

/** An agent for people; agents without a name go by their number. */
export function agentName({ agents }: Profile, id: number): string {
  return agents.find((agent) => agent.id === id)?.name ?? `agent ${id}`;
}
