/**
 * Samples in code that the compiler drew into its caller count for the caller, at a line of the function that was drawn in (Node 20 to
 * 24). Where that is of another file, the line is right and the file is not. As functions run for a while before they are drawn in, the
 * profiler has by then seen the line where it belongs: in a function below that caller.
 */
export interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string; lineNumber: number };
  hitCount?: number;
  positionTicks?: { line: number; ticks: number }[];
  children?: number[];
}

const MOST_LINES = 20_000;
/** Files differ that the line was seen in. */
const UNKNOWN = '';

/** By function and line: the file in which functions below it were seen on that line. */
const below = new Map<string, string>();

/** Learns from a profile, whose nodes come before those they call. */
export function learnCalls(nodes: readonly ProfileNode[]): void {
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  // The innermost first: what is drawn into them is then known.
  for (const node of [...nodes].reverse()) {
    for (const { line } of node.positionTicks ?? []) {
      const url = fileOfLine(node, line);
      for (let at = parents.get(node.id); at !== undefined; at = parents.get(at.id)) learn(keyOf(at, line), url);
    }
  }
}

function learn(key: string, url: string): void {
  const known = below.get(key);
  if (known === undefined && below.size < MOST_LINES) below.set(key, url);
  else if (known !== undefined && known !== url) below.set(key, UNKNOWN);
}

/** The URL of the file that a line of a function's samples is of. */
export function fileOfLine(node: ProfileNode, line: number): string {
  const { url, lineNumber } = node.callFrame;
  // On the line it begins on, it is its own: all of a minified file is.
  const found = line === lineNumber + 1 ? undefined : below.get(keyOf(node, line));
  return found === undefined || found === UNKNOWN ? url : found;
}

function keyOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode, line: number): string {
  return `${functionName} ${url}:${lineNumber} ${line}`;
}
