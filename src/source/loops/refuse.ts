/** Why an edit is not offered, as a sentence. Thrown on the way down, caught by who offers the edit. */
export class Refused extends Error {}

export function refuse(reason: string): never {
  throw new Refused(reason);
}
