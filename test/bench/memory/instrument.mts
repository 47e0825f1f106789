/** Wraps every index of a source text: `a[i]` → `a[look(a, i, id)]`, where evaluating `a` twice changes nothing. */
import { parse, type AnyNode, type MemberExpression } from 'acorn';
import MagicString from 'magic-string';

export interface TruthSite {
  file: string;
  line: number;
  /** The access as it stands: "a[i * n + j]". */
  text: string;
}

/** A property of globalThis. */
export const LOOK = '$threadwiseTruth';

export function instrument(source: string, file: string, firstId: number): { code: string; sites: TruthSite[] } {
  const edited = new MagicString(source);
  const sites: TruthSite[] = [];
  for (const node of listAccesses(parseSource(source))) {
    const { object, property, start, end } = node;
    const container = source.slice(object.start, object.end);
    edited.appendRight(property.start, `${LOOK}(${container}, `);
    edited.prependLeft(property.end, `, ${firstId + sites.length})`);
    sites.push({ file, line: source.slice(0, start).split('\n').length, text: source.slice(start, end) });
  }
  return { code: edited.toString(), sites };
}

function parseSource(source: string): AnyNode {
  const options = { ecmaVersion: 'latest', allowHashBang: true, allowReturnOutsideFunction: true } as const;
  try {
    return parse(source, { ...options, sourceType: 'module' });
  } catch {
    return parse(source, { ...options, sourceType: 'script' });
  }
}

type ComputedAccess = MemberExpression & { object: AnyNode; property: AnyNode };

function listAccesses(node: AnyNode): ComputedAccess[] {
  const within = children(node).flatMap(listAccesses);
  return isAccess(node) ? [node, ...within] : within;
}

function isAccess(node: AnyNode): node is ComputedAccess {
  return (
    node.type === 'MemberExpression' &&
    node.computed &&
    !node.optional &&
    !isConstant(node.property) &&
    isPlain(node.object)
  );
}

/** It has no effect and gives the same value twice. */
function isPlain(node: AnyNode): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression' || node.type === 'Literal') return true;
  if (node.type === 'BinaryExpression') return isPlain(node.left) && isPlain(node.right);
  if (node.type !== 'MemberExpression' || node.optional) return false;
  return isPlain(node.object) && (!node.computed || isPlain(node.property));
}

function isConstant(node: AnyNode): boolean {
  return node.type === 'Literal';
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flatMap((value: unknown): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is AnyNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  );
}
