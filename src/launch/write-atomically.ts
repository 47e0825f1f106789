import { rename, rm, writeFile } from 'node:fs/promises';

/** Writes a file so that whoever looks finds the old one, the new one or none, never half of it. */
export async function writeAtomically(file: string, content: string | Uint8Array): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
