import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the service in a process of its own; `stop` ends it. */
export async function startDelayServer(delayMs) {
  const script = fileURLToPath(new URL('./delay-server.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, String(delayMs)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${String(port).trim()}`,
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
