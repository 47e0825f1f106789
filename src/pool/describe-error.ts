/** Of a user's error: what a person needs to find it. Frames of Node and of this tool are left out. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `  ${String(error)}`;
  const lines = (error.stack ?? `${error.name}: ${error.message}`).split('\n');
  const firstFrame = lines.findIndex(isFrame);
  const head = firstFrame === -1 ? lines : lines.slice(0, firstFrame);
  // A syntax error has its place in front of its message, and only Node's frames behind.
  const frames = lines.filter((line) => isFrame(line) && !isForeignFrame(line));
  return [...head, ...frames].map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
}

function isFrame(line: string): boolean {
  return /^\s+at /.test(line);
}

function isForeignFrame(line: string): boolean {
  return /\(?node:|<anonymous>|\bnative\b/.test(line) || line.includes(import.meta.dirname);
}
