/** TypeScript that Node runs by leaving out its types: so do we, in place, with every position kept. */
import nodeModule from 'node:module';

type Strip = (source: string) => string;

/**
 * @throws when it is more than types that must go
 */
export function stripTypes(source: string): string {
  const { stripTypeScriptTypes: strip } = nodeModule as unknown as { stripTypeScriptTypes?: Strip };
  if (strip === undefined) throw new Error('this Node cannot strip types');
  // The function is called experimental; the program did not ask for it, so it hears no warning.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return strip(source);
  } finally {
    process.emitWarning = emitWarning;
  }
}
