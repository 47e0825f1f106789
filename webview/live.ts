/** What the page is told while it is open: answers to what-ifs, verifications and a memory pass under way and done. */
import type { HostMessage } from '../src/protocol/messages.js';
import type { KnobChanges, WhatIfAnswer } from '../src/protocol/what-if.js';
import type { Host } from './host.js';

type MessageOf<Type extends HostMessage['type']> = Extract<HostMessage, { type: Type }>;
export type Knobs = MessageOf<'knobs'>;
export type Verifications = MessageOf<'verifications'>;

export interface Live {
  /** Null until the editor has told, and for a trace that cannot be run again. */
  verifications(): Verifications | null;
  /** Key and state of the verification under way; null when there is none. */
  progress(): MessageOf<'verifying'>['progress'];
  /** Whether a memory pass can be made of this run, and how far one is; null: none is under way. */
  memoryPass(): { canRun: boolean; progress: string | null };
  /** Called after each change of the three above, for as long as the page shows the same report. */
  onChange(listener: () => void): void;
  /** Resolves once the run is loaded, which may take seconds. */
  listKnobs(): Promise<Knobs>;
  /** Resolves never for a question that a later one has overtaken. */
  ask(changes: KnobChanges): Promise<WhatIfAnswer>;
}

/** Null in a browser, where nobody could answer. */
export function createLive({ post }: Host): { live: Live; receive(message: HostMessage): void; reset(): void } | null {
  if (post === null) return null;
  let verifications: Verifications | null = null;
  let progress: MessageOf<'verifying'>['progress'] = null;
  let memoryPass: ReturnType<Live['memoryPass']> = { canRun: false, progress: null };
  let listeners: (() => void)[] = [];
  let onKnobs: (knobs: Knobs) => void = () => {};
  let knobs: Promise<Knobs> | null = null;
  let lastId = 0;
  let onAnswer: (answer: WhatIfAnswer) => void = () => {};
  const announce = (): void => listeners.forEach((listener) => listener());

  return {
    reset: () => (listeners = []),
    receive: (message) => {
      switch (message.type) {
        case 'knobs':
          return onKnobs(message);
        case 'whatIfAnswer':
          if (message.id === lastId) onAnswer(message.answer);
          return;
        case 'verifications':
          verifications = message;
          return announce();
        case 'verifying':
          ({ progress } = message);
          return announce();
        case 'memoryPass':
          memoryPass = { canRun: message.canRun, progress: message.progress };
          return announce();
        default:
      }
    },
    live: {
      verifications: () => verifications,
      progress: () => progress,
      memoryPass: () => memoryPass,
      onChange: (listener) => void listeners.push(listener),
      listKnobs: () => {
        knobs ??= new Promise((resolve) => {
          onKnobs = resolve;
          post({ type: 'listKnobs' });
        });
        return knobs;
      },
      ask: (changes) =>
        new Promise((resolve) => {
          onAnswer = resolve;
          post({ type: 'whatIf', id: ++lastId, changes });
        }),
    },
  };
}
