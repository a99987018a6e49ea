import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, writeFailure, writeWholeFile } from '@dum/errors/node';
import { modelJsonIn, temporaryName, weightsName, who } from './network-files.js';

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

/** Lists a folder, and creates it where it is missing. */
const namesIn = async (directory: string): Promise<string[]> => {
  try {
    await makeFolder(directory);
    return await readdir(directory);
  } catch (error) {
    throw writeFailure(directory, error, { who });
  }
};

/**
 * Writes the weights, then the model.json that names them, then removes what was left from earlier saves; only what
 * was there at the start, so that a save by another process keeps the weights that it is about to name.
 */
export const publish = async (directory: string, { weightsFile, weights, modelJson }: NetworkFiles): Promise<Published> => {
  const before = await namesIn(directory);
  await writeWholeFile(join(directory, weightsFile), weights, { who });
  let written: Date;
  try {
    written = await writeWholeFile(modelJsonIn(directory), modelJson, { who });
  } catch (error) {
    if (!before.includes(weightsFile)) await rm(join(directory, weightsFile), { force: true }).catch(() => undefined);
    throw error;
  }
  const others = before.filter((name) => name !== weightsFile);
  return { written, untidy: await removeLeftOvers(directory, others, written) };
};
