import { open, stat } from 'node:fs/promises';
import { DumError } from '../dum-error.js';
import { adviceText, readFailure, type Reading } from './file-failures.js';

/** How a file is read whole. */
export interface WholeFileReading extends Reading {
  /** The largest size in bytes; default 2 GiB − 1. */
  readonly most?: number;
}

/**
 * Reads a whole regular file into a new buffer. A folder, a pipe, a device and a file that is too large are refused before a byte is read.
 *
 * @throws DumError 'bad-input' for a wrong path, something that is not a regular file, and a file that is too large or becomes shorter
 * meanwhile; 'storage' where the disk fails
 */
export const readWholeFile = async (
  path: string,
  { who, advice, most = 2 ** 31 - 1 }: WholeFileReading,
): Promise<Uint8Array<ArrayBuffer>> => {
  const refuse = (reason: string): never => {
    throw new DumError('bad-input', `${who}: ${reason}${adviceText(advice)}`);
  };
  try {
    const found = await stat(path);
    if (found.isDirectory()) refuse(`cannot read ${path}: it is a folder, not a file`);
    if (!found.isFile()) refuse(`cannot read ${path}: it is a device, pipe or socket, not a regular file`);
    if (found.size > most) refuse(`${path} has ${found.size} bytes, expected at most ${most}`);
    const bytes = new Uint8Array(found.size);
    const file = await open(path);
    try {
      for (let filled = 0; filled < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, filled);
        if (bytesRead === 0) refuse(`${path} became shorter while it was read`);
        filled += bytesRead;
      }
    } finally {
      await file.close();
    }
    return bytes;
  } catch (error) {
    throw readFailure(path, error, { who, ...(advice === undefined ? {} : { advice }) });
  }
};

/** Reads a regular file as UTF-8 text; otherwise like {@link readWholeFile}. */
export const readWholeText = async (path: string, reading: WholeFileReading): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readWholeFile(path, reading));
