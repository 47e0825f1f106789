import * as vscode from 'vscode';

const CTRL_C = '\x03';

/** A terminal that shows what a profiled program writes. */
export interface OutputTerminal {
  write(chunk: Buffer | string): void;
  /** A last line of ours; the terminal stays, for reading. */
  end(line: string): void;
}

let previous: vscode.Terminal | undefined;

/** @param onStop the user pressed Ctrl+C in it or closed it while the program was running */
export function openOutputTerminal(name: string, onStop: () => void): OutputTerminal {
  const written = new vscode.EventEmitter<string>();
  const decoder = new TextDecoder();
  let isOpen = false;
  let ended = false;
  let waiting = '';
  let isEmpty = true;

  const print = (text: string): void => {
    isEmpty = false;
    // A terminal wants its carriage returns; a pipe has none.
    const lines = text.replaceAll(/\r?\n/g, '\r\n');
    if (isOpen) written.fire(lines);
    else waiting += lines;
  };
  const pseudoTerminal: vscode.Pseudoterminal = {
    onDidWrite: written.event,
    open: () => {
      isOpen = true;
      written.fire(waiting);
      waiting = '';
    },
    close: () => {
      if (!ended) onStop();
    },
    handleInput: (keys) => {
      if (keys === CTRL_C && !ended) onStop();
    },
  };
  previous?.dispose();
  const terminal = vscode.window.createTerminal({ name, pty: pseudoTerminal, iconPath: new vscode.ThemeIcon('pulse') });
  previous = terminal;
  terminal.show(true);
  return {
    write: (chunk) => print(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })),
    end: (line) => {
      ended = true;
      print(`${isEmpty ? '' : '\n'}\x1b[2m${line}\x1b[0m\n`);
    },
  };
}
