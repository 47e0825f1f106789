export interface Target {
  readonly authority: string;
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the extension to load from source. */
  readonly extension: string;
  /** Absolute path of a test module for the extension host, if any. */
  readonly tests?: string;
}

/** The address of a workbench that opens a folder with an extension under development. */
export function workbenchAddress({ authority, folder, extension, tests }: Target): string {
  const remote = (path: string): string => `vscode-remote://${authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
  ];
  return `http://${authority}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) }).toString()}`;
}
