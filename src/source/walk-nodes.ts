import type { Node } from '@babel/types';

/** Calls `visit` for a node and all under it, in source order. */
export function walkNodes(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key.endsWith('omments')) continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walkNodes(child, visit);
    }
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'loc' in value
  );
}
