import { join } from 'node:path';

/** The folder of cli.js, which everything else that is built lies beside. */
const dist = import.meta.dirname;

export const probePath = join(dist, 'probe', 'probe.cjs');
export const driverPath = join(dist, 'pool', 'driver.js');
export const pageScriptPath = join(dist, 'webview', 'report.js');
export const pageStylePath = join(dist, 'webview', 'report.css');
