import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** The last four keep Chromium from calling its maker's hosts at each start. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: installedChromium() ?? installChromium(), args: FLAGS });
}

function installedChromium(): string | undefined {
  return [process.env['CHROMIUM_PATH'] ?? '', ...CANDIDATES].find((path) => existsSync(path));
}

/** Only a root on a Debian machine, such as a fresh container, is helped to one. */
function installChromium(): string {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('installing chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options: ExecFileSyncOptions = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    execFileSync('apt-get', ['update', '-qq'], options);
    // The fonts are for the screenshots: without any, text is drawn as empty boxes.
    const packages = ['chromium', 'fonts-dejavu-core'];
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  }
  const path = installedChromium();
  if (path === undefined) throw new Error('No Chromium: install one, or name it in CHROMIUM_PATH.');
  return path;
}
