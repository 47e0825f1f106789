import { copyFile, mkdir, open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemCode } from '../launch/launch-error.js';
import { writeAtomically } from '../launch/write-atomically.js';
import { readRawLedger } from './ledger.js';
import type { Verification } from './verification.js';

const LOCK_ATTEMPTS = 100;
const LOCK_EVERY_MS = 20;
/** Appending takes milliseconds: a lock this old was left by a process that was killed. */
const STALE_MS = 10_000;

/**
 * Adds a verification. Whoever reads meanwhile finds the ledger with it or without it; two who append at a time both do.
 * A file in its place that is no ledger is kept beside it as `.damaged`.
 *
 * @throws the system's error when it cannot be written
 */
export async function appendToLedger(file: string, verification: Verification): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unlock = await lockFile(`${file}.lock`);
  try {
    const entries = await readRawLedger(file);
    if (entries.length === 0) await keepDamaged(file);
    const content = { schemaVersion: 1, verifications: [...entries, verification] };
    await writeAtomically(file, `${JSON.stringify(content, null, 1)}\n`);
  } finally {
    await unlock();
  }
}

async function keepDamaged(file: string): Promise<void> {
  try {
    if ((await stat(file)).size > 0) await copyFile(file, `${file}.damaged`);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function lockFile(lock: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    try {
      await (await open(lock, 'wx')).close();
      return () => rm(lock, { force: true });
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error;
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > STALE_MS) await rm(lock, { force: true });
    else await sleep(LOCK_EVERY_MS);
  }
  throw new Error(`${lock} is held by another process. Delete it if no verification is running.`);
}
