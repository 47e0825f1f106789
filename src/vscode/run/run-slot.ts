import * as vscode from 'vscode';
import { ContextKey } from '../names.js';

/** One program at a time, profiled or verified: two would measure each other. */
export interface RunSlot {
  isTaken(): boolean;
  /** Takes the slot; to be given back by calling what is returned. */
  take(stop: AbortController): () => void;
  /** Asks whoever has it to stop. */
  stop(): void;
}

export function createRunSlot(): RunSlot {
  let current: AbortController | undefined;
  const set = (controller: AbortController | undefined): void => {
    current = controller;
    void vscode.commands.executeCommand('setContext', ContextKey.running, controller !== undefined);
  };
  return {
    isTaken: () => current !== undefined,
    take: (stop) => {
      set(stop);
      return () => {
        if (current === stop) set(undefined);
      };
    },
    stop: () => current?.abort(),
  };
}
