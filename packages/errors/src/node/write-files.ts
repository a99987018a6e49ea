import { copyFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { temporaryBeside, writeFlushed } from './_temporary-file.js';
import { writeFailure } from './file-failures.js';
import { makeFolder } from './make-folder.js';

/**
 * Writes files into a folder together, all of them or none. The folder, its parents and subfolders in names such as
 * `figures/overlap.svg` are created.
 *
 * All are written as `.<name>.<uuid>.tmp` and flushed to the disk before the first is renamed, in the order given; when a rename fails,
 * the earlier ones are undone. So a full disk or a failed operation leaves every file as it was. A process that is killed between two
 * renames leaves some files new and some old, each whole: put the file that refers to the others last.
 *
 * Throws `storage` when the disk fails.
 *
 * @example
 * await writeFiles('runs/digits', { 'masks.json': subnetworksToJson(subnetworks), 'summary.json': JSON.stringify(summary) });
 */
export const writeFiles = async (directory: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> => {
  const staged = Object.entries(files).map(([name, contents]) => stage(join(directory, name), contents));
  try {
    for (const folder of new Set([directory, ...staged.map(({ path }) => dirname(path))])) await makeFolder(folder);
    for (const { temporary, contents } of staged) await writeFlushed(temporary, contents);
    for (const file of staged.slice(0, -1)) await keepOld(file);
    await putInPlace(staged);
  } catch (error) {
    throw writeFailure(directory, error, { who: 'writeFiles' });
  } finally {
    for (const { temporary, old } of staged) for (const left of [temporary, old]) await rm(left, { force: true }).catch(() => undefined);
  }
};

/**
 * Writes a value as indented JSON, whole or not at all. The folder and its parents are created.
 *
 * Throws `storage` when the disk fails; the earlier contents are then untouched.
 *
 * @example
 * await writeJson('runs/digits/summary.json', { seed: 1 });
 */
export const writeJson = async (file: string, value: unknown): Promise<void> =>
  writeFiles(dirname(file), { [basename(file)]: `${JSON.stringify(value, null, 2)}\n` });

interface StagedFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
  readonly temporary: string;
  /** A copy of the earlier file. */
  readonly old: string;
}

const stage = (path: string, contents: StagedFile['contents']): StagedFile => ({
  path,
  contents,
  temporary: temporaryBeside(path),
  old: temporaryBeside(path),
});

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
