import { createHash } from 'node:crypto';
import { REPORT_ELEMENT_ID } from './report-element.js';
import type { Report } from './report.js';

/** Script and style of the page, as built into dist/webview/. */
export interface PageAssets {
  script: string;
  style: string;
}

/**
 * The report as one file that needs nothing else: no network, no folder beside it. Its policy lets exactly this script and
 * this style run, known by their hashes, so nothing that a user's program put into the report can.
 * Line ends are made what an HTML parser makes of them, or the hashes would not fit.
 */
export function renderHtml(report: Report, { script, style }: PageAssets): string {
  const safeScript = script.replace(/<\/(script)/gi, '<\\/$1').replaceAll('\r\n', '\n');
  const safeStyle = style.replace(/<\/(style)/gi, '<\\/$1').replaceAll('\r\n', '\n');
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(safeScript)}'`,
    `style-src '${hashOf(safeStyle)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(`Threadwise: ${report.run.command.join(' ')}`)}</title>
<style>${safeStyle}</style>
</head>
<body>
<noscript>This report needs JavaScript. The same figures are in report.json beside it.</noscript>
<script type="application/json" id="${REPORT_ELEMENT_ID}">${escapeJson(report)}</script>
<script>${safeScript}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

/** JSON in which no text can end the element it stands in. */
function escapeJson(report: Report): string {
  return JSON.stringify(report).replace(
    /[<>\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
