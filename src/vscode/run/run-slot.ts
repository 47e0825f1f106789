import * as vscode from 'vscode';
import { ContextKey } from '../names.js';

/** One program at a time, profiled, verified or looked at: two would measure each other. */
export interface RunSlot {
  isTaken(): boolean;
  /**
   * Takes the slot; to be given back by calling what is returned.
   *
   * @param givesWay it was not asked for, so what the user asks for next stops it
   */
  take(stop: AbortController, options?: { givesWay: boolean }): () => void;
  /** Stops what gives way and waits until it is gone. False where the slot stays taken. */
  free(): Promise<boolean>;
  /** Asks whoever has it to stop. */
  stop(): void;
}

interface Holder {
  stop: AbortController;
  givesWay: boolean;
  gone: Promise<void>;
}

export function createRunSlot(): RunSlot {
  let current: Holder | undefined;
  const set = (holder: Holder | undefined): void => {
    current = holder;
    const isShown = holder !== undefined && !holder.givesWay;
    void vscode.commands.executeCommand('setContext', ContextKey.running, isShown);
  };
  return {
    isTaken: () => current !== undefined,
    take: (stop, { givesWay } = { givesWay: false }) => {
      let giveBack = (): void => {};
      const gone = new Promise<void>((resolve) => (giveBack = resolve));
      const holder = { stop, givesWay, gone };
      set(holder);
      return () => {
        if (current === holder) set(undefined);
        giveBack();
      };
    },
    free: async () => {
      if (current === undefined) return true;
      if (!current.givesWay) return false;
      current.stop.abort();
      await current.gone;
      return current === undefined;
    },
    stop: () => current?.stop.abort(),
  };
}
