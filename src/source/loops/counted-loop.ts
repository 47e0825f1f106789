import type { Expression, ForStatement, Node } from '@babel/types';
import { refuse } from './refuse.js';

/** `for (let i = from; i < bound; i += step)`. */
export interface CountedLoop {
  node: ForStatement;
  counter: string;
  from: Expression;
  bound: Expression;
  /** Below (or above, counting down) the bound, not up to it. */
  isExclusive: boolean;
  /** Never 0. */
  step: number;
  /** What stands between the brackets, as offsets into the text. */
  header: { start: number; end: number };
}

/** @throws Refused where it counts in another way */
export function readCountedLoop(node: ForStatement): CountedLoop {
  const { init, test, update } = node;
  if (init?.type !== 'VariableDeclaration' || !test || !update)
    return refuse('One of the loops is not a counted one: `for (let i = 0; i < n; i++)`.');
  const [declared, ...others] = init.declarations;
  if (declared?.id.type !== 'Identifier' || !declared.init || others.length > 0)
    return refuse('One of the loops declares something else than its counter.');
  if (init.kind !== 'let')
    return refuse(
      `The counter \`${declared.id.name}\` lives on after its loop (\`${init.kind}\`): what it ends with would change.`,
    );
  const counter = declared.id.name;
  const step = readStep(update, counter);
  const comparison = test.type === 'BinaryExpression' ? test.operator : '';
  const goesUp = comparison === '<' || comparison === '<=';
  if (
    test.type !== 'BinaryExpression' ||
    !(goesUp || comparison === '>' || comparison === '>=') ||
    test.left.type !== 'Identifier' ||
    test.left.name !== counter ||
    step === 0 ||
    goesUp !== step > 0
  )
    return refuse(`The loop over \`${counter}\` does not count to a bound in steps of one size.`);
  return {
    node,
    counter,
    from: declared.init,
    bound: test.right,
    isExclusive: comparison === '<' || comparison === '>',
    step,
    header: { start: init.start ?? 0, end: update.end ?? 0 },
  };
}

/** 0 where it is not a step by a whole number that stands there. */
function readStep(update: Expression, counter: string): number {
  if (update.type === 'UpdateExpression' && isNamed(update.argument, counter)) return update.operator === '++' ? 1 : -1;
  if (update.type !== 'AssignmentExpression' || !isNamed(update.left, counter)) return 0;
  const { operator, right } = update;
  if (right.type !== 'NumericLiteral' || !Number.isInteger(right.value)) return 0;
  return operator === '+=' ? right.value : operator === '-=' ? -right.value : 0;
}

export function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}
