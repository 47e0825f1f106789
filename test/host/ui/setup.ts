import type { TestProject } from 'vitest/node';
import { startServer } from '../code-server/server.mts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `127.0.0.1:<port>` of the one server that all UI tests share. */
    authority: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  project.provide('authority', server.authority);
  return async () => {
    if (project.vitest.state.getCountOfFailedTests() > 0) console.error(`VS Code's server printed:\n${server.log()}`);
    await server.stop();
  };
}
