import type { Profile } from '../model/profile.js';
import { classifyWorkload } from './classify-workload.js';
import { buildContext } from './context.js';
import type { Detection } from './finding.js';
import { rankFindings } from './rank-findings.js';
import { detectors, verdictRules } from './registry.js';

/** Looks for everything that keeps threads from working. Pure: the same profile gives the same findings in the same order. */
export function detect(profile: Profile): Detection {
  const context = buildContext(profile);
  const findings = rankFindings(detectors.flatMap((detector) => detector.detect(profile, context)));
  const verdicts = verdictRules.flatMap((rule) => rule.judge(profile, context, findings) ?? []);
  return { findings, verdicts, workloadClass: classifyWorkload(profile) };
}
