import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { checkDocument, DumError } from '@dum/errors';
import { ifThere, makeFolder, readWholeText, writeFailure, writeNewFile } from '@dum/errors/node';
import * as z from 'zod';
import { parseDocument } from '../documents/parse-document.js';

const who = 'openFolderStore';
const schema = z.strictObject({ format: z.literal('dum-store'), version: z.literal(1), id: z.string().min(1) });

/** Reads the id in the store.json of a folder; creates one if it is missing and no id is expected. */
export const openStoreFile = async (folder: string, expected: string | undefined): Promise<string> => {
  const file = join(folder, 'store.json');
  let found = await idIn(file);
  if (found === undefined && expected === undefined) {
    await makeFolder(folder).catch((cause: unknown) => {
      throw writeFailure(folder, cause, { who });
    });
    await writeNewFile(file, `${JSON.stringify({ format: 'dum-store', version: 1, id: randomUUID() })}\n`, { who });
    found = await idIn(file);
  }
  if (found !== undefined && (expected === undefined || found === expected)) return found;
  throw new DumError(
    'bad-input',
    `${who}: expected the store ${expected} in ${folder}, found ${found ?? 'none'}; is the shared folder mounted?`,
  );
};

const idIn = async (file: string): Promise<string | undefined> => {
  const text = await ifThere(readWholeText(file, { who, most: 2 ** 16 }));
  return text === undefined
    ? undefined
    : checkDocument(file, schema, parseDocument(text, { name: file, format: 'dum-store', versions: [1] })).id;
};
