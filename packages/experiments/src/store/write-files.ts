import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFailure } from './file-failures.js';

/**
 * Puts text files into a folder together, each whole or not at all; the folder and its parents are created.
 *
 * All are written beside their places, as `.<name>.<uuid>.tmp`, and flushed to the disk before the first is renamed, so that a full
 * disk or a failed write leaves every file as it was. They are renamed in the order given: put last the one that vouches for the others.
 *
 * Throws `storage` when the disk fails.
 *
 * @example
 * await writeFiles('runs/digits', { 'masks.json': subnetworksToJson(subnetworks), 'summary.json': JSON.stringify(summary) });
 */
export const writeFiles = async (directory: string, files: Readonly<Record<string, string>>): Promise<void> => {
  const staged = Object.entries(files).map(([name, text]) => ({
    path: join(directory, name),
    temporary: join(directory, `.${name}.${randomUUID()}.tmp`),
    text,
  }));
  try {
    await mkdir(directory, { recursive: true });
    for (const { temporary, text } of staged) await writeFlushed(temporary, text);
    for (const { temporary, path } of staged) await rename(temporary, path);
  } catch (error) {
    for (const { temporary } of staged) await rm(temporary, { force: true }).catch(() => undefined);
    throw writeFailure(directory, error);
  }
};

const writeFlushed = async (path: string, text: string): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
};
