/** Module hooks that strip types, for a Node that cannot. Lines stay where they are. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadHook } from 'node:module';
import { transform } from 'sucrase';

const TYPESCRIPT = /\.([cm]?)ts$/;

export const load: LoadHook = async (url, context, nextLoad) => {
  const kind = url.startsWith('file:') ? TYPESCRIPT.exec(new URL(url).pathname) : null;
  if (kind === null) return nextLoad(url, context);
  const file = fileURLToPath(url);
  // Through the next hook, which may have other content than the disk; of no format Node would refuse the suffix.
  const { source } = await nextLoad(url, { ...context, format: 'module' });
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const { code } = transform(text, {
    transforms: ['typescript'],
    disableESTransforms: true,
    preserveDynamicImport: true,
    keepUnusedImports: true,
    filePath: file,
  });
  return { format: formatOf(kind[1], file, code), source: code, shortCircuit: true };
};

/** As Node decides it: by suffix, by the nearest package.json, by what the code looks like. */
function formatOf(suffix: string | undefined, file: string, code: string): 'module' | 'commonjs' {
  if (suffix === 'm') return 'module';
  if (suffix === 'c') return 'commonjs';
  const type = packageType(dirname(file));
  if (type === 'module' || type === 'commonjs') return type;
  return /^\s*(?:import\b|export\b)/m.test(code) ? 'module' : 'commonjs';
}

function packageType(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { type?: unknown }).type;
  } catch {
    const parent = dirname(folder);
    return parent === folder ? undefined : packageType(parent);
  }
}
