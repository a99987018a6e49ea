// The page that shows the results: prose written by hand, with the tables between two marks.
import { readFile, writeFile } from 'node:fs/promises';
import { tablesOf } from './tables.js';

const [start, end] = ['<!-- tables, written by pnpm bench:quality -->', '<!-- end of the tables -->'];

export const pageFile = new URL('../../docs/quality.md', import.meta.url);

/** The page with the tables of these results. */
export const pageWith = (page, results) => {
  const [before, after] = [page.indexOf(start), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error(`docs/quality.md lacks the marks "${start}" and "${end}" around its tables`);
  return `${page.slice(0, before + start.length)}\n\n${tablesOf(results)}\n\n${page.slice(after)}`;
};

export const writePage = async (results) => writeFile(pageFile, pageWith(await readFile(pageFile, 'utf8'), results));
