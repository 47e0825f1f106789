/** This thread's inspector session, opened on first use; null where Node was built without the inspector. */
import { createRequire } from 'node:module';

/** The callback form of inspector.Session, whose commands to the own thread are answered before `post` returns. */
export interface InspectorSession {
  connect(): void;
  on(event: string, listener: (message: { params: never }) => void): void;
  post(method: string, params?: object, callback?: (error: unknown, result: never) => void): void;
}
interface InspectorModule {
  Session: new () => InspectorSession;
  console: { profile(title: string): void; profileEnd(title: string): void };
}

let loaded: InspectorModule | null | undefined;
let session: InspectorSession | null = null;

export function inspectorModule(): InspectorModule | null {
  if (loaded !== undefined) return loaded;
  try {
    loaded = createRequire(__filename)('node:inspector') as InspectorModule;
  } catch {
    loaded = null;
  }
  return loaded;
}

export function inspectorSession(): InspectorSession | null {
  const inspector = inspectorModule();
  if (inspector === null) return null;
  if (session === null) {
    session = new inspector.Session();
    session.connect();
  }
  return session;
}
