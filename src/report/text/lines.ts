/** Building blocks of the terminal report: text in, lines out. Widths count characters; styles are put on last. */

/** Marks a piece of text; `util.styleText` fits. Meaning never rests on it alone. */
export type Style = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', text: string) => string;

export interface Page {
  width: number;
  style: Style;
  /** Places below this folder are shown relative to it. */
  cwd: string;
}

/** Text from the user's program could hold escape sequences that a terminal would obey. */
export function cleanText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

/** Breaks at spaces; a word longer than a line stands alone. Spaces that do not break hold. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of cleanText(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

export function indentLines(lines: readonly string[], by: number): string[] {
  return lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));
}

/**
 * Aligned columns with two spaces between. A cell that is too long for its column pushes on; ends of lines are clean.
 *
 * @param right indexes of the columns that are numbers
 */
export function alignColumns(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.includes(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
