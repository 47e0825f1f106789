import { buildProfile } from '../../../src/model/build-profile.js';
import type { Profile, Site } from '../../../src/model/profile.js';
import { decodeTrace } from '../../../src/trace/decode.js';
import type { TraceScript } from '../../build-trace.js';

/** The profile of a hand-made trace. */
export function profileOf(trace: TraceScript, endUs?: number): Profile {
  return buildProfile(decodeTrace(trace.finish(endUs)), { readSourceMap: () => undefined });
}

/** `file:line` of a site's place, without folders. */
export function placeOf(sites: readonly Site[], index: number): string {
  const site = sites[index];
  const frame = site?.frames[site.place];
  return frame === undefined ? '-' : `${frame.file.split('/').at(-1)}:${frame.line}`;
}
