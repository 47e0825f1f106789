import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Installation } from '../installation.js';

const NONCE_BYTES = 16;

/** The frame of the report page. The page fills itself from messages; nothing of a report is written into this text. */
export function pageHtml(webview: vscode.Webview, { page }: Installation): string {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  const script = webview.asWebviewUri(page.script).toString();
  const style = webview.asWebviewUri(page.style).toString();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${style}">
<title>Threadwise</title>
</head>
<body>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** A page that only says something: why there is no report, or that one is being made. */
export function messageHtml(message: string): string {
  const text = message.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Threadwise</title>
</head>
<body><p role="status">${text}</p></body>
</html>
`;
}
