/** Keeps a line's number right while its document is edited, and notices when the line is no longer the one meant. */

export interface LineMark {
  /** 0-based. */
  line: number;
  /** The line as it was when it was marked, without its indentation; null when that is not known. */
  text: string | null;
  /** The line is gone or was changed: what was said about it may no longer hold. */
  stale: boolean;
}

/** One edit, as an editor tells it: the replaced range (0-based) and the text put in its place. */
export interface LineChange {
  startLine: number;
  startCharacter: number;
  endLine: number;
  endCharacter: number;
  text: string;
}

const BREAK = /\r\n|\r|\n/;

/** The marks after the edits, which an editor lists so that each can be applied to the document the earlier ones left. */
export function followChanges(marks: readonly LineMark[], changes: readonly LineChange[], after: string): LineMark[] {
  const lines = splitLines(after);
  return marks.map((mark) => {
    const line = changes.reduce(shiftLine, mark.line);
    return settleMark({ ...mark, line }, lines);
  });
}

/** Marks on a document that was just opened: they hold where the text still matches, or the line can be found again. */
export function placeMarks(marks: readonly LineMark[], text: string): LineMark[] {
  const lines = splitLines(text);
  return marks.map((mark) => settleMark(mark, lines));
}

function shiftLine(line: number, { startLine, startCharacter, endLine, endCharacter, text }: LineChange): number {
  const moved = text.split(BREAK).length - 1 - (endLine - startLine);
  if (endLine < line) return line + moved;
  // A whole line typed or pasted in front of it: the text ends where the line begins.
  return endLine === line && endCharacter === 0 && (startLine < line || startCharacter === 0) ? line + moved : line;
}

function settleMark(mark: LineMark, lines: readonly string[]): LineMark {
  if (mark.text === null) return { ...mark, stale: true };
  if (lines[mark.line]?.trim() === mark.text) return { ...mark, stale: false };
  const places = lines.flatMap((text, line) => (text.trim() === mark.text ? [line] : []));
  const [only] = places;
  if (only !== undefined && places.length === 1) return { ...mark, line: only, stale: false };
  return { ...mark, line: Math.max(0, Math.min(mark.line, lines.length - 1)), stale: true };
}

function splitLines(text: string): string[] {
  return text.split(BREAK);
}
