import { DumError } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';

const who = 'importKeras';
const mostBytes = 2 ** 30;

/** Refuses files without bytes and files with far too many. */
export const checkSize = (name: string, count: number): void => {
  if (count === 0) throw new DumError('bad-input', `${who}: ${name} is empty; save or copy it again`);
  if (count > mostBytes) throw new DumError('bad-input', `${who}: ${name} has ${count} bytes, expected at most ${mostBytes}`);
};

/** Reads a whole file. Refuses files that are not regular or are too large, before reading a byte. */
export const readFile = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await readWholeFile(path, {
    who,
    most: mostBytes,
    advice: 'give a .keras or .h5 file, or a folder with the model.json that tensorflowjs_converter wrote',
  });
  checkSize(path, bytes.length);
  return bytes;
};
