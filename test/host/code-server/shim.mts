#!/usr/bin/env node
// Stands in for the desktop executable of VS Code: takes the arguments @vscode/test-electron passes to it, runs the
// tests in the extension host of VS Code's server, and ends with their exit code.
import { format, parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { workbenchAddress } from './address.mts';
import { launchChromium } from './chromium.mts';
import { startServer } from './server.mts';

const TIMEOUT_MS = 10 * 60_000;

const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });

function pathOf(option: string): string {
  const value = values[option];
  if (typeof value !== 'string') throw new Error(`--${option}=<path> is missing`);
  return value;
}

/** Resolves with the exit code that VS Code hands to whatever started it. */
async function runPage(page: Page, address: string, log: string[]): Promise<number> {
  const { promise: code, resolve, reject } = Promise.withResolvers<number>();
  setTimeout(() => reject(new Error(`no result within ${TIMEOUT_MS / 60_000} minutes`)), TIMEOUT_MS).unref();
  page.on('crash', () => reject(new Error('the page crashed')));
  await page.exposeFunction('codeAutomationExit', (exitCode: number) => resolve(exitCode));
  await page.exposeFunction('codeAutomationLog', (_type: string, parts: unknown[]) => log.push(format(...parts)));
  const [exitCode] = await Promise.all([code, page.goto(address)]);
  return exitCode;
}

async function main(): Promise<number> {
  const server = await startServer();
  const log: string[] = [];
  const browser = await launchChromium();
  try {
    const address = workbenchAddress({
      authority: server.authority,
      folder: positionals[0] ?? process.cwd(),
      extension: pathOf('extensionDevelopmentPath'),
      tests: pathOf('extensionTestsPath'),
    });
    return await runPage(await browser.newPage(), address, log);
  } catch (error) {
    console.error(error, `\nVS Code's server printed:\n${server.log()}\nIts window printed:\n${log.join('\n')}`);
    return 1;
  } finally {
    await browser.close();
    await server.stop();
  }
}

process.exitCode = await main();
