import type { Place } from '../report.js';
import { cleanText, type Page } from './lines.js';

/** `src/blackboard.ts:41:12`: the form that terminals turn into a link. Relative where it lies below the working directory. */
export function formatPlace({ file, line, column }: Place, { cwd }: Pick<Page, 'cwd'>): string {
  const path = file.startsWith('file://') ? decodeFileUrl(file) : file;
  const below = ['/', '\\'].find((separator) => path.startsWith(cwd + separator));
  return cleanText(`${below === undefined || cwd === '' ? path : path.slice(cwd.length + 1)}:${line}:${column}`);
}

function decodeFileUrl(url: string): string {
  try {
    return decodeURIComponent(url.slice('file://'.length));
  } catch {
    return url;
  }
}
