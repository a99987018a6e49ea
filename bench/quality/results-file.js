// Results on the disk: one a line, in the order of the cases.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { casesOf, roles } from './cases.js';
import { keyOf } from './run-cases.js';

const digits = 6;
const round = (_, value) => (typeof value === 'number' ? Number(value.toPrecision(digits)) : value);

/** The results in a file; none where there is no file. */
export const readResults = async (file) => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
};

/** Writes results, whole or not at all; those of cases that are no more are left out. */
export const writeResults = async (file, results) => {
  const ordered = roles.flatMap(casesOf).flatMap((each) => results.filter((result) => keyOf(result) === keyOf(each)));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, `[\n${ordered.map((result) => JSON.stringify(result, round)).join(',\n')}\n]\n`);
  await rename(`${file}.new`, file);
};
