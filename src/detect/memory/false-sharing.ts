import type { Detector } from '../detector.js';
import { sayCount, sayPlace, sayShare } from '../shared/wording.js';
import { describeSharing } from './shared/shared-line-finding.js';

/** Threads use places of their own, but in one cache line: the cores take it from each other at each write. */
export const falseSharing: Detector = {
  id: 'false-sharing',
  detect: (profile, context) =>
    describeSharing(profile, context, 'false-sharing', ({ line, lines, site, threads, cpuShare }) => {
      const at = sayPlace(profile, site, 'an unknown place');
      const where =
        lines > 1 ? `${sayCount(lines, 'line')} of ${line.lineBytes} bytes` : `one line of ${line.lineBytes} bytes`;
      return {
        title: `${sayCount(threads.length, 'thread')} write to places of their own in ${where} at ${at}: ${sayShare(cpuShare)} of the computing time`,
        advice:
          'Give each thread its own line: 128 bytes from one thread to the next (most cores fetch lines in pairs), for instance `slot * 32` as an index into an Int32Array. Or count in a local variable and store once at the end.',
        effort: 'quick win',
      };
    }),
};
