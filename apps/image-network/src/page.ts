import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Recorded, Results } from './results.js';
import type { DataName } from './settings.js';
import { tablesOf } from './tables.js';

const pageFile = fileURLToPath(new URL('../../../docs/image-network.md', import.meta.url));

/** The page with the tables of results between the marks of their data. */
export const pageWith = (page: string, recorded: Recorded): string => {
  const entries = Object.entries(recorded) as [DataName, Results][];
  return entries.reduce((text, [name, results]) => {
    const [start, end] = [`<!-- tables of ${name} -->`, `<!-- end of ${name} -->`];
    const [before, after] = [text.indexOf(start), text.indexOf(end)];
    if (before < 0 || after < before) throw new Error(`docs/image-network.md lacks the marks "${start}" and "${end}" around its tables`);
    return `${text.slice(0, before + start.length)}\n\n${tablesOf(results)}\n\n${text.slice(after)}`;
  }, page);
};

/** Writes recorded results into the page. */
export const writePage = async (recorded: Recorded): Promise<void> =>
  writeFile(pageFile, pageWith(await readFile(pageFile, 'utf8'), recorded));

/** Puts the strongest pictures of CIFAR-10 beside the page. Photos of ImageNet stay where they are: their licence isn't known. */
export const publishSheet = async (file: string): Promise<void> =>
  copyFile(file, fileURLToPath(new URL('../../../docs/figures/strongest-cifar-10.jpg', import.meta.url)));
