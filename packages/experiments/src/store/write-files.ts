import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeFailure } from './file-failures.js';

/**
 * Puts files into a folder together, each whole or not at all; the folder and its parents are created, and those within it that names
 * such as `figures/overlap.svg` ask for.
 *
 * All are written beside their places, as `.<name>.<uuid>.tmp`, and flushed to the disk before the first is renamed, in the order
 * given; when a rename fails, the earlier ones are undone. So a full disk or a failed operation leaves every file as it was. A process
 * that is killed between two renames leaves some files new and some old, each whole: put last the one that vouches for the others.
 *
 * Throws `storage` when the disk fails.
 *
 * @example
 * await writeFiles('runs/digits', { 'masks.json': subnetworksToJson(subnetworks), 'summary.json': JSON.stringify(summary) });
 */
export const writeFiles = async (directory: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
  const staged = Object.entries(files).map(([name, contents]) => stage(directory, name, contents));
  try {
    // absolute, since Node never returns from making a relative path when the working directory is gone
    for (const folder of new Set([directory, ...staged.map(({ path }) => dirname(path))]))
      await mkdir(resolve(folder), { recursive: true });
    for (const { temporary, contents } of staged) await writeFlushed(temporary, contents);
    const last = staged.at(-1);
    for (const file of staged) if (file !== last) await keepOld(file);
    await putInPlace(staged);
  } catch (error) {
    throw writeFailure(directory, error);
  } finally {
    for (const { temporary, old } of staged) for (const left of [temporary, old]) await rm(left, { force: true }).catch(() => undefined);
  }
};

interface StagedFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
  readonly temporary: string;
  /** A copy of what stands in its place meanwhile. */
  readonly old: string;
}

const stage = (directory: string, name: string, contents: StagedFile['contents']): StagedFile => {
  const path = join(directory, name);
  const beside = (what: string) => join(dirname(path), `.${basename(path)}.${randomUUID()}.${what}`);
  return { path, contents, temporary: beside('tmp'), old: beside('old.tmp') };
};

// FileHandle.writeFile goes on after a short write: a full disk is an error, never a shorter file.
const writeFlushed = async (path: string, contents: StagedFile['contents']): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
};

const keepOld = async ({ path, old }: StagedFile): Promise<void> => {
  try {
    await copyFile(path, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

const putInPlace = async (staged: readonly StagedFile[]): Promise<void> => {
  const replaced: StagedFile[] = [];
  try {
    for (const file of staged) {
      await rename(file.temporary, file.path);
      replaced.unshift(file);
    }
  } catch (error) {
    for (const { path, old } of replaced) await rename(old, path).catch(() => rm(path, { force: true }));
    throw error;
  }
};
