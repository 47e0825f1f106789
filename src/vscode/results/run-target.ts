/** target.json: how a stored run was started, to start its program again. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Target } from '../targets/target.js';

const TARGET_FILE = 'target.json';
/** A launch configuration's environment may hold what is nobody else's business. */
const OWNER_ONLY = 0o600;

/** JSON has no undefined: null takes a variable away. */
const targetSchema = v.object({
  label: v.string(),
  command: v.array(v.string()),
  cwd: v.string(),
  env: v.record(v.string(), v.nullable(v.string())),
});

export async function writeTarget(runDir: string, { label, command, cwd, env }: Target): Promise<void> {
  const names = Object.entries(env).map(([name, value]) => [name, value ?? null] as const);
  const stored = { label, command, cwd, env: Object.fromEntries(names) };
  await writeFile(join(runDir, TARGET_FILE), JSON.stringify(stored), { mode: OWNER_ONLY });
}

/** Undefined for a run that was stored without. */
export async function readTarget(runDir: string): Promise<Target | undefined> {
  try {
    const { env, ...rest } = v.parse(targetSchema, JSON.parse(await readFile(join(runDir, TARGET_FILE), 'utf8')));
    return { ...rest, env: Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? undefined])) };
  } catch {
    return undefined;
  }
}
