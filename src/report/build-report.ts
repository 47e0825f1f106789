import type { Detection } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Predicted } from '../recommend/predicted.js';
import { buildFindings, keepMeasured } from './build-findings.js';
import { buildKeyFigures } from './build-key-figures.js';
import { buildMemoryReport } from './build-memory.js';
import { buildPlaces } from './build-places.js';
import { buildPredictions } from './build-predictions.js';
import { buildDataQuality, buildHotFunctions, buildLocks, buildMessages, buildThreads } from './build-tables.js';
import { buildTimeline } from './build-timeline.js';
import { REPORT_SCHEMA_VERSION, type Report, type ScalabilityPoint } from './report.js';
import type { Calibration } from '../verify/verification.js';
import { TOOL_VERSION } from './version.js';

/** What a report says that the trace does not know. */
export interface ReportContext {
  run: {
    id: string;
    command: string[];
    cwd: string;
    /** ISO 8601. */
    startedAt: string;
    exitCode: number | null;
    signal: string | null;
  };
  otherProcesses: Report['run']['otherProcesses'];
  /** From runs of the same workload with other thread counts. */
  scalability?: ScalabilityPoint[];
  /** From the verifications made on this machine so far. */
  calibration?: Calibration | null;
}

/** What is known of a run: measured, found, predicted. */
export interface ReportInput {
  profile: Profile;
  detection: Detection;
  predicted: Predicted;
}

/** Joins what is known into a report. Pure: equal arguments give a report equal byte for byte as JSON. */
export function buildReport({ profile, detection, predicted }: ReportInput, context: ReportContext): Report {
  const places = buildPlaces(profile.sites);
  const predictions = buildPredictions(predicted, {
    findings: detection.findings,
    pools: profile.pools,
    places,
    calibration: context.calibration ?? null,
  });
  const { nodeVersion, platform, cpuModel, cores, pid } = profile.run;
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    tool: { name: 'threadwise', version: TOOL_VERSION },
    run: {
      id: context.run.id,
      command: [...context.run.command],
      cwd: context.run.cwd,
      startedAt: context.run.startedAt,
      nodeVersion,
      platform,
      cpuModel,
      cores,
      pid,
      exitCode: context.run.exitCode ?? profile.run.exitCode,
      signal: context.run.signal ?? profile.run.signal,
      otherProcesses: context.otherProcesses.map((other) => ({ ...other })),
    },
    workloadClass: detection.workloadClass,
    verdicts: detection.verdicts.map(({ id, message, evidence }) => ({
      id,
      message,
      evidence: keepMeasured(evidence),
    })),
    findings: buildFindings(detection.findings, predictions, places),
    keyFigures: buildKeyFigures(profile),
    predictions,
    scalability: [...(context.scalability ?? [])],
    threads: buildThreads(profile),
    timeline: buildTimeline(profile),
    locks: buildLocks(profile.locks, places),
    messages: buildMessages(profile.messageSites, places),
    hotFunctions: buildHotFunctions(profile.hotFunctions, places),
    memory: buildMemoryReport(profile, detection.findings, places),
    dataQuality: buildDataQuality(profile),
  };
}
