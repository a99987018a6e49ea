import { join } from 'node:path';

/** The file that names the network's layers and its weight files. */
export const modelJsonIn = (directory: string): string => join(directory, 'model.json');

/** The name of a weights file: the first digits of its SHA-256, so that a new network never overwrites an old one's. */
export const weightsNameOf = (checksum: string): string => `weights-${checksum.slice(0, 16)}.bin`;

/** The names that {@link weightsNameOf} gives. */
export const weightsName = /^weights-[0-9a-f]{16}\.bin$/;
