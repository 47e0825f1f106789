import * as vscode from 'vscode';
import { listProjectTargets, type TargetChoice } from './project-targets.js';
import { TargetError, type Target } from './target.js';

const LAST_PICKED = 'lastPickedTarget';

interface Item extends vscode.QuickPickItem {
  choice?: TargetChoice;
  extra?: Target;
}

/**
 * Asks which npm script or launch configuration to profile, the last one first. Undefined when the user thinks better of it.
 *
 * @param extra one more possibility, offered above the others
 */
export async function pickTarget(
  state: vscode.Memento,
  extra?: { label: string; target: Target },
): Promise<Target | undefined> {
  const choices = await listProjectTargets();
  if (choices.length === 0 && extra === undefined) {
    throw new TargetError(
      vscode.l10n.t(
        'This workspace has no npm scripts and no Node launch configurations. Open the file to profile and use "Profile This File".',
      ),
    );
  }
  const items: Item[] = extra === undefined ? [] : [{ label: extra.label, extra: extra.target }];
  const picked = await vscode.window.showQuickPick([...items, ...listItems(choices, state.get<string>(LAST_PICKED))], {
    placeHolder: vscode.l10n.t('What should be profiled?'),
    matchOnDetail: true,
  });
  if (picked?.choice === undefined) return picked?.extra;
  await state.update(LAST_PICKED, picked.choice.id);
  return picked.choice.resolve();
}

function listItems(choices: readonly TargetChoice[], lastId: string | undefined): Item[] {
  const group = (label: string, members: readonly TargetChoice[]): Item[] =>
    members.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...members.map(toItem)];
  const last = choices.filter(({ id }) => id === lastId);
  const others = choices.filter(({ id }) => id !== lastId);
  return [
    ...group(vscode.l10n.t('last used'), last),
    ...group(
      vscode.l10n.t('launch configurations'),
      others.filter(({ kind }) => kind === 'configuration'),
    ),
    ...group(
      vscode.l10n.t('npm scripts'),
      others.filter(({ kind }) => kind === 'script'),
    ),
  ];
}

function toItem(choice: TargetChoice): Item {
  const icon = choice.kind === 'script' ? '$(package)' : '$(debug-alt)';
  return { label: `${icon} ${choice.label}`, detail: choice.detail, choice };
}
