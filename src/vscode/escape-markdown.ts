/** Text that Markdown shows as it is. Unlike `MarkdownString.appendText` it leaves spaces alone, so that lines wrap at them. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\\`*_{}[\]()#+\-.!~<>|$&]/g, (char) =>
      char === '<' || char === '&' ? `&#${char.charCodeAt(0)};` : `\\${char}`,
    )
    .replaceAll(/\s*\n\s*/g, ' ');
}
