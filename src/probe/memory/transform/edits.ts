/** Changes to a source text, collected in the order of the text; and the way back from the changed text. */

export interface Edit {
  start: number;
  end: number;
  text: string;
}

export class Edits {
  readonly all: Edit[] = [];

  /** Returned, so that a text which is known only later can be filled in. */
  insert(at: number, text: string): Edit {
    return this.replace(at, at, text);
  }

  replace(start: number, end: number, text: string): Edit {
    const edit = { start, end, text };
    this.all.push(edit);
    return edit;
  }

  /** By position; at one position as they were made. What lies within a replaced stretch is gone with it. */
  sorted(): Edit[] {
    const sorted = this.all.filter(({ start, end, text }) => text !== '' || end > start);
    sorted.sort((a, b) => a.start - b.start || a.end - b.end);
    return sorted;
  }
}

/** The text from `begin` to `end` with the changes in it. */
export function applyEdits(source: string, edits: readonly Edit[], begin = 0, end = source.length): string {
  let text = '';
  let at = begin;
  for (const edit of edits) {
    if (edit.start < at || edit.end > end) continue;
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, end);
}

/** Where a position of the changed text was in the source; within inserted text, where it was inserted. */
export function toOriginal(edits: readonly Edit[], position: number): number {
  let shift = 0;
  for (const { start, end, text } of edits) {
    const changedStart = start + shift;
    if (changedStart >= position) break;
    if (position < changedStart + text.length) return start;
    shift += text.length - (end - start);
  }
  return position - shift;
}
