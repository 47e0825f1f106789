import type { Expression, Node } from '@babel/types';
import { isNamed } from './counted-loop.js';
import { unwrap } from './unwrap.js';

const BITWISE_ASSIGNMENTS = new Set(['|=', '&=', '^=']);
/** Results of these are integers of 32 bits, whatever goes in. */
const INTEGER_OPERATORS = new Set(['|', '&', '^', '<<', '>>', '>>>']);
const INTEGER_MATH = new Set(['imul', 'clz32', 'sign']);

/**
 * Whether an assignment adds a turn's part to what is known so far, so that the order of the turns makes no difference: counting,
 * bits, integers of 32 bits, the largest and the smallest. Sums of numbers with fractions are rounded at each step: not these.
 *
 * @param isInteger of an expression that is an integer of at most 53 bits for sure
 * @returns what else is read; undefined where the order matters
 */
export function isReduction(
  node: Extract<Expression, { type: 'AssignmentExpression' | 'UpdateExpression' }>,
  name: string,
  isInteger: (node: Expression) => boolean,
): Expression[] | undefined {
  if (node.type === 'UpdateExpression') return [];
  const { operator, right } = node;
  if (BITWISE_ASSIGNMENTS.has(operator)) return mentions(right, name) ? undefined : [right];
  // The same number each time.
  if (operator === '+=' || operator === '-=') return unwrap(right).type === 'NumericLiteral' ? [] : undefined;
  if (operator !== '=') return undefined;
  const value = unwrap(right);
  if (value.type === 'BinaryExpression') return readTruncated(value, name, isInteger);
  return value.type === 'CallExpression' ? readExtreme(value, name) : undefined;
}

/** `s = (s + e) | 0`, and `s = s ^ e`. */
function readTruncated(
  { operator, left, right }: Extract<Expression, { type: 'BinaryExpression' }>,
  name: string,
  isInteger: (node: Expression) => boolean,
): Expression[] | undefined {
  if (operator === '^' || operator === '&' || (operator === '|' && !isZero(right))) {
    const rest = otherThan(left as Expression, right, name);
    return rest !== undefined && !mentions(rest, name) ? [rest] : undefined;
  }
  const sum = unwrap(left as Expression);
  if (operator !== '|' || !isZero(right) || sum.type !== 'BinaryExpression') return undefined;
  const rest =
    sum.operator === '+'
      ? otherThan(sum.left as Expression, sum.right, name)
      : sum.operator === '-' && isNamed(unwrap(sum.left as Expression), name)
        ? sum.right
        : undefined;
  return rest !== undefined && !mentions(rest, name) && isInteger(rest) ? [rest] : undefined;
}

/** `m = Math.max(m, e)`. */
function readExtreme(
  { callee, arguments: values }: Extract<Expression, { type: 'CallExpression' }>,
  name: string,
): Expression[] | undefined {
  const isExtreme =
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    isNamed(callee.object, 'Math') &&
    (isNamed(callee.property, 'max') || isNamed(callee.property, 'min'));
  if (!isExtreme || values.length !== 2) return undefined;
  const rest = otherThan(values[0] as Expression, values[1] as Expression, name);
  return rest !== undefined && !mentions(rest, name) ? [rest] : undefined;
}

/** Of two operands, the one beside the name. */
function otherThan(left: Expression, right: Expression, name: string): Expression | undefined {
  if (isNamed(unwrap(left), name)) return right;
  return isNamed(unwrap(right), name) ? left : undefined;
}

function isZero(node: Expression): boolean {
  const value = unwrap(node);
  return value.type === 'NumericLiteral' && value.value === 0;
}

export function mentions(node: Node, name: string): boolean {
  return findName(node, name);
}

function findName(node: unknown, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some((each) => findName(each, name));
  if ('type' in node && node.type === 'Identifier' && 'name' in node && node.name === name) return true;
  return Object.entries(node).some(
    ([key, value]) => key !== 'loc' && !key.endsWith('omments') && findName(value, name),
  );
}

/**
 * An integer that surely fits into 53 bits, also when some are added up.
 *
 * @param isIntegerElement whether an element of this array is
 */
export function isSmallInteger(expression: Expression, isIntegerElement: (base: Expression) => boolean): boolean {
  const node = unwrap(expression);
  const again = (inner: Expression): boolean => isSmallInteger(inner, isIntegerElement);
  switch (node.type) {
    case 'NumericLiteral':
      return Number.isInteger(node.value) && Math.abs(node.value) < 2 ** 32;
    case 'BinaryExpression':
      if (INTEGER_OPERATORS.has(node.operator)) return true;
      return (node.operator === '+' || node.operator === '-') && again(node.left as Expression) && again(node.right);
    case 'ConditionalExpression':
      return again(node.consequent) && again(node.alternate);
    case 'UnaryExpression':
      return node.operator === '~' || (node.operator === '-' && again(node.argument));
    case 'CallExpression':
      return (
        node.callee.type === 'MemberExpression' &&
        isNamed(node.callee.object, 'Math') &&
        node.callee.property.type === 'Identifier' &&
        INTEGER_MATH.has(node.callee.property.name)
      );
    case 'MemberExpression':
      return node.computed && isIntegerElement(node.object as Expression);
    default:
      return false;
  }
}
