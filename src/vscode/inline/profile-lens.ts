import * as vscode from 'vscode';
import type { SourceSites } from '../../source/find-sites.js';
import { InnerCommand } from '../names.js';
import { onSettingsChanged, readSettings } from '../settings.js';
import { sourceLanguageOf, sourceSelector } from './selector.js';

/** Larger files are bundles, which nobody reads in an editor. */
const MAX_CHARACTERS = 1_000_000;

/** "Profile threads" above each place that makes threads. */
export function registerProfileLens(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  /** What was found last in each open document, for the moments in which it does not parse. */
  const lastSites = new WeakMap<vscode.TextDocument, SourceSites>();

  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: async (document) => {
      const language = sourceLanguageOf(document);
      if (language === undefined || !vscode.workspace.isTrusted || !readSettings(document.uri).profileLens) return [];
      const text = document.getText();
      if (text.length > MAX_CHARACTERS) return [];
      const { findSites } = await import('../../source/find-sites.js');
      const found = findSites(text, language) ?? lastSites.get(document);
      if (found === undefined) return [];
      lastSites.set(document, found);
      return found.sites.map((site) => toLens(document, site, found));
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(sourceSelector, provider),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    onSettingsChanged(() => changed.fire()),
  );
}

function toLens(
  document: vscode.TextDocument,
  site: SourceSites['sites'][number],
  found: SourceSites,
): vscode.CodeLens {
  const isWorkload = site.kind === 'workload';
  return new vscode.CodeLens(new vscode.Range(site.line, site.column, site.line, site.column), {
    title: `$(pulse)\u00a0${vscode.l10n.t('Profile threads')}`,
    tooltip: isWorkload
      ? vscode.l10n.t('Run this workload with Threadwise and see what keeps its threads from working')
      : vscode.l10n.t('Run the program with Threadwise and see what keeps its threads from working'),
    command: InnerCommand.profileThreads,
    arguments: [document.uri, isWorkload, found.exportsValues],
  });
}
