import { busyTimeNs } from '../detect/shared/bottleneck.js';
import type { Finding } from '../detect/finding.js';
import type { Profile } from '../model/profile.js';
import type { Edit } from '../predict/edit.js';

/** What a finding says is saved, as shares of what its threads compute. One change, one size: it was measured. */
export function proposeFasterCode({ saves, site, memory }: Finding, profile: Profile): Edit[] {
  if (saves === undefined) return [];
  const { range, by, collecting } = saves;
  const threads = saves.byThread.flatMap(([index, ns]) => {
    const thread = profile.threads[index];
    const busyNs = thread === undefined ? 0 : busyTimeNs(thread);
    if (!(busyNs > 0) || !Number.isFinite(ns)) return [];
    const share = Math.min(1, ns / busyNs);
    return [{ thread: index, share, low: Math.min(1, share * range[0]), high: Math.min(1, share * range[1]) }];
  });
  if (!threads.some(({ share }) => share > 0)) return [];
  const loop = memory?.table === 'walks' ? profile.memory?.walks[memory.row]?.loop : undefined;
  return [
    { kind: 'faster-code', site: loop ?? site, what: by, threads, ...(collecting !== undefined && { collecting }) },
  ];
}
