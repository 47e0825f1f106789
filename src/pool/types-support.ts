import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Lets this thread import TypeScript, and says what a worker needs in its `execArgv` to do the same. Node strips types
 * itself from 22.18 on; before, hooks of ours do.
 */
export function supportTypes(): { workerExecArgv: string[] } {
  const { typescript } = process.features as { typescript?: unknown };
  if (typeof typescript === 'string') return { workerExecArgv: [] };
  const hooks = pathToFileURL(join(import.meta.dirname, 'type-hooks.js')).href;
  register(hooks);
  const code = `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`;
  return { workerExecArgv: ['--import', `data:text/javascript,${encodeURIComponent(code)}`] };
}
