/** Parses a module as Node would run it. */
import { parse, type Comment, type Program } from 'acorn';

export interface Parsed {
  program: Program;
  comments: Comment[];
}

/** `module`: as an ES module; undefined = Node finds out by itself, and so do we. */
export function parseModule(source: string, module: boolean | undefined): Parsed {
  if (module !== undefined) return parseAs(source, module);
  try {
    return parseAs(source, false);
  } catch (error) {
    try {
      return parseAs(source, true);
    } catch {
      throw error;
    }
  }
}

function parseAs(source: string, module: boolean): Parsed {
  const comments: Comment[] = [];
  const program = parse(source, {
    ecmaVersion: 'latest',
    sourceType: module ? 'module' : 'script',
    allowReturnOutsideFunction: !module,
    allowHashBang: true,
    onComment: comments,
  });
  return { program, comments };
}
