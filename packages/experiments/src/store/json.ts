import { basename, dirname } from 'node:path';
import { writeFiles } from './write-files.js';

/**
 * Writes a value as indented JSON, whole or not at all. The folder and its parents are created.
 *
 * Throws `storage` when the disk fails; what was there before is then untouched.
 *
 * @example
 * await writeJson('runs/digits/summary.json', { seed: 1 });
 */
export const writeJson = async (file: string, value: unknown): Promise<void> =>
  writeFiles(dirname(file), { [basename(file)]: `${JSON.stringify(value, null, 2)}\n` });
