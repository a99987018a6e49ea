import { basename, dirname, join, resolve } from 'node:path';
import { DumError } from '@dum/errors';

const modelJson = 'model.json';

/** The folder of a network, given by its path or by that of its model.json. */
export const networkFolder = (path: string): string => {
  if (typeof path !== 'string' || path === '' || path.includes('\0') || path.startsWith('file:')) {
    throw new DumError('bad-input', `fileSystem: the folder is ${JSON.stringify(path)}, expected a path such as 'runs/network'.`);
  }
  const whole = resolve(path);
  return basename(whole) === modelJson ? dirname(whole) : whole;
};

/** The file that names the network's layers and its weight files. */
export const modelJsonIn = (directory: string): string => join(directory, modelJson);

/** The name of a weights file: the first digits of its SHA-256, so that a new network never overwrites an old one's. */
export const weightsNameOf = (checksum: string): string => `weights-${checksum.slice(0, 16)}.bin`;

/** The names that {@link weightsNameOf} gives. */
export const weightsName = /^weights-[0-9a-f]{16}\.bin$/;

/** The names of the temporary files that a killed process can leave behind. */
export const temporaryName = /^\.(?:model\.json|weights-[0-9a-f]{16}\.bin)\.[0-9a-f-]{36}\.tmp$/;

/** Who reads and writes the files of a network, as messages begin. */
export const who = 'fileSystem';

/** What to do where a network cannot be read. */
export const advice = 'give a folder that model.save(fileSystem(folder)) or tensorflowjs_converter has written';
