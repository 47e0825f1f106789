import { parse, type ParserPlugin, type ParseResult } from '@babel/parser';
import type { File } from '@babel/types';

/** VS Code's language ids of what Node runs. */
export type SourceLanguage = 'javascript' | 'javascriptreact' | 'typescript' | 'typescriptreact';

const PLUGINS: Record<SourceLanguage, ParserPlugin[]> = {
  javascript: ['jsx'],
  javascriptreact: ['jsx'],
  typescript: ['typescript', 'decorators'],
  typescriptreact: ['typescript', 'jsx', 'decorators'],
};

/** Parses as far as it goes; undefined when the text is too broken to tell anything from it. */
export function parseSource(text: string, language: SourceLanguage): ParseResult<File> | undefined {
  try {
    return parse(text, { sourceType: 'unambiguous', errorRecovery: true, plugins: PLUGINS[language] });
  } catch {
    return undefined;
  }
}
