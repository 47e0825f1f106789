import type { Payload, Profile } from '../../model/profile.js';
import type { MessageLine } from './message-lines.js';
import { sumOf } from './numbers.js';

/** The payloads that were posted again and again from the line of these messages, most bytes first. */
export function repeatedPayloads({ payloads }: Profile, { sites }: MessageLine): Payload[] {
  return payloads
    .filter((payload) => sites.includes(payload.site) && payload.posts >= 2)
    .sort((a, b) => b.bytes * b.posts - a.bytes * a.posts);
}

/** Bytes that were sent beyond the first time. */
export function repeatedBytes(payloads: readonly Payload[]): number {
  return sumOf(payloads, ({ bytes, posts }) => bytes * (posts - 1));
}

/** Flat memory can be shared as it is; objects cannot, so only sending less of them helps. */
export function isFlat({ kind }: Payload): boolean {
  return kind === 'typed-array' || kind === 'array-buffer';
}
