import type * as vscode from 'vscode';
import type { SourceLanguage } from '../../source/parse-source.js';

const LANGUAGES: readonly SourceLanguage[] = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

/**
 * Files on a disk only: what Node runs has a path, and findings name one. An untitled document can be neither started
 * nor found in a trace.
 */
export const sourceSelector: vscode.DocumentFilter[] = LANGUAGES.map((language) => ({ language, scheme: 'file' }));

export function sourceLanguageOf({ languageId }: vscode.TextDocument): SourceLanguage | undefined {
  return LANGUAGES.find((language) => language === languageId);
}
