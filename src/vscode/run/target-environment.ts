/** What the extension host has in its environment for itself, and a program started from a shell would not see. */
const OF_THE_EDITOR = /^(VSCODE_|ELECTRON_)/;

export function targetEnvironment(
  own: NodeJS.ProcessEnv,
  changes: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !OF_THE_EDITOR.test(name));
  const all = { ...Object.fromEntries(kept), ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
