import { gainForEffort } from './effort.js';
import { targetOfEdit } from './key-of-edit.js';
import type { Choice } from './proposal.js';
import type { WhatIf } from './what-if.js';

/**
 * The order in which to make changes: greedily, what saves most for its effort on top of those before it, all replayed
 * together. Ends when nothing adds `minSpeedUp`.
 *
 * Gains on top are looked at again only for the one that leads by what was known of it: most changes add less beside others
 * than alone, and replays are dear. One that gains nothing alone may do so once another limit is gone: it is
 * asked again when all else is done.
 */
export function orderChanges(
  candidates: readonly Choice[],
  whatIf: WhatIf,
  { baseNs, minSpeedUp }: { baseNs: number; minSpeedUp: number },
): Choice[] {
  const chosen: Choice[] = [];
  let currentNs = baseNs;
  let open = candidates.map((candidate) => ({ candidate, speedUp: baseNs / candidate.makespanNs, asOf: 0 }));
  type Open = (typeof open)[number];

  const refresh = (one: Open): void => {
    const makespanNs = whatIf.makespanNs([...chosen.map(({ edit }) => edit), one.candidate.edit]);
    if (makespanNs === null) open = open.filter((other) => other !== one);
    else Object.assign(one, { speedUp: currentNs / makespanNs, asOf: chosen.length });
  };
  const isAllowed = ({ candidate: { proposal } }: Open): boolean =>
    proposal.after.length === 0 || chosen.some((one) => proposal.after.includes(one.proposal.findingIndex));
  for (;;) {
    const allowed = open.filter(isAllowed);
    const [first] = allowed;
    if (first === undefined) break;
    const leader = allowed.reduce((best, one) => (scoreOf(one) > scoreOf(best) ? one : best), first);
    const isStale = (one: Open): boolean => one.asOf < chosen.length;
    const isWorth = leader.speedUp >= minSpeedUp;
    const asked = isStale(leader) || isWorth ? leader : allowed.find(isStale);
    if (asked === undefined) break;
    if (isStale(asked)) {
      if (whatIf.replaysLeft() < 1) break;
      refresh(asked);
      continue;
    }
    chosen.push(leader.candidate);
    currentNs /= leader.speedUp;
    open = open.filter(({ candidate }) => targetOfEdit(candidate.edit) !== targetOfEdit(leader.candidate.edit));
  }
  return chosen;
}

function scoreOf({ candidate, speedUp }: { candidate: Choice; speedUp: number }): number {
  return gainForEffort(speedUp, candidate.edit.kind);
}
