import type { Edit } from '../edit.js';

/**
 * The edits with the least and with the most they may save, of those whose size was itself measured with an interval.
 *
 * @returns undefined where none of them was
 */
export function savingRange(edits: readonly Edit[]): { low: Edit[]; high: Edit[] } | undefined {
  if (!edits.some(({ kind }) => kind === 'faster-code')) return undefined;
  const at = (end: 'low' | 'high'): Edit[] =>
    edits.map((edit) =>
      edit.kind === 'faster-code'
        ? { ...edit, threads: edit.threads.map((saving) => ({ ...saving, share: saving[end] })) }
        : edit,
    );
  return { low: at('low'), high: at('high') };
}
