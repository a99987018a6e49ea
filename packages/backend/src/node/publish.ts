import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { modelJsonIn, weightsName } from './network-files.js';
import { temporaryName, writeAtomically } from './write-atomically.js';

/** The two files of a network. */
export interface NetworkFiles {
  readonly weightsFile: string;
  readonly weights: Uint8Array;
  readonly modelJson: Uint8Array;
}

/** When model.json was put in place, and what could not be tidied up after that. */
export interface Published {
  readonly written: Date;
  readonly untidy: readonly string[];
}

// Longer than any save takes: a temporary file older than that was left by a process that was killed.
const hour = 3_600_000;

const isLeftOver = async (path: string, name: string, written: Date): Promise<boolean> =>
  weightsName.test(name) || (temporaryName.test(name) && written.getTime() - (await stat(path)).mtimeMs > hour);

const removeLeftOvers = async (directory: string, names: readonly string[], written: Date): Promise<string[]> => {
  const untidy: string[] = [];
  for (const name of names) {
    const path = join(directory, name);
    try {
      if (await isLeftOver(path, name, written)) await rm(path, { force: true });
    } catch (error) {
      untidy.push(`${path} is used no more and could not be removed (${String(error)})`);
    }
  }
  return untidy;
};

/**
 * Writes the weights, then the model.json that names them, then removes what was left from earlier saves; only what
 * was there at the start, so that a save by another process keeps the weights that it is about to name.
 */
export const publish = async (directory: string, { weightsFile, weights, modelJson }: NetworkFiles): Promise<Published> => {
  // absolute, since Node never returns from making a relative path when the working directory is gone
  await mkdir(resolve(directory), { recursive: true });
  const before = await readdir(directory);
  await writeAtomically(join(directory, weightsFile), weights);
  let written: Date;
  try {
    written = await writeAtomically(modelJsonIn(directory), modelJson);
  } catch (error) {
    if (!before.includes(weightsFile)) await rm(join(directory, weightsFile), { force: true }).catch(() => undefined);
    throw error;
  }
  const others = before.filter((name) => name !== weightsFile);
  return { written, untidy: await removeLeftOvers(directory, others, written) };
};
