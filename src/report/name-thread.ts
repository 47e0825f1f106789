import type { Thread } from '../model/profile.js';

/** Its own name where it was given one; else by what it is, with the number that `threadId` shows. */
export function nameThread({ name, isMain, threadId }: Thread): string {
  if (name !== '') return name;
  return isMain ? 'main' : `worker ${threadId}`;
}
