import { join } from 'node:path';

/** The file that names the network's layers and its weight files. */
export const modelJsonIn = (directory: string): string => join(directory, 'model.json');

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
