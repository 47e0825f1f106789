import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageAssets } from '../analyze-run.js';
import { CliError, ExitCode } from './exit-codes.js';

/** The folder of cli.js, which everything else that is built lies beside. */
const dist = import.meta.dirname;

export const probePath = join(dist, 'probe', 'probe.cjs');
export const overlayPath = join(dist, 'probe', 'overlay.cjs');
export const memoryProbePath = join(dist, 'probe', 'memory.cjs');
export const patternsPath = join(dist, 'patterns.js');
export const driverPath = join(dist, 'threadwise-pool', 'driver.js');

/** Script and style of the report's page. */
export async function readPageAssets(): Promise<PageAssets> {
  const folder = join(dist, 'webview');
  try {
    const [script, style] = await Promise.all([
      readFile(join(folder, 'report.js'), 'utf8'),
      readFile(join(folder, 'report.css'), 'utf8'),
    ]);
    return { script, style };
  } catch (error) {
    throw new CliError(
      ExitCode.Internal,
      `This installation is incomplete: ${folder} lacks the report's page. Install Threadwise again, or run npm run build in its repository.`,
      { cause: error },
    );
  }
}
