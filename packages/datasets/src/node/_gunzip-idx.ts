import { constants, gunzipSync } from 'node:zlib';
import { DumError } from '@dum/errors';
import { type Named, readIdxHeader } from '../sources/idx.js';

/** The longest header an IDX file can have: 4 bytes and 255 dimensions. */
const longestHeader = 4 + 4 * 255;

/** Inflates a gzipped IDX file, up to the length in its own header. */
export const gunzipIdx = (who: string, bytes: Uint8Array, { name }: Named): Uint8Array => {
  const damaged = (cause: unknown): never => {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ERR_BUFFER_TOO_LARGE' ? 'it holds more than its IDX header says' : message;
    throw new DumError('bad-input', `${who}: cannot decompress "${name}" (${bytes.length} bytes): ${reason}; get the file again`, {
      cause,
    });
  };
  try {
    // a few compressed bytes are enough for the header, and inflate to 1000 times their number at most
    const start = gunzipSync(bytes.subarray(0, 2 * longestHeader), { finishFlush: constants.Z_SYNC_FLUSH });
    const { fileBytes } = readIdxHeader(start, { name });
    const { buffer, byteOffset, byteLength } = gunzipSync(bytes, { maxOutputLength: Math.min(fileBytes, 2 ** 31 - 1) });
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    if (error instanceof DumError) throw error;
    return damaged(error);
  }
};
