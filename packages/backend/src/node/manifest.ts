import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { readFailure, readWholeFile } from '@dum/errors/node';
import { advice, who } from './network-files.js';
import { bytesOfWeight } from './weight-specs.js';

const escapes = (path: string): boolean =>
  path === '' ||
  path.includes('\0') ||
  path.includes('\\') ||
  path.startsWith('/') ||
  /^[a-z]:/i.test(path) ||
  path.split('/').includes('..');

const leaves = (path: string): boolean => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);

/** The real path of a file that a manifest names; refused unless it lies inside the folder, links followed. */
const pathInside = async (directory: string, path: unknown): Promise<string> => {
  if (typeof path !== 'string' || escapes(path)) {
    throw new DumError(
      'bad-input',
      `fileSystem: model.json in ${directory} names the weight file ${JSON.stringify(path)}, expected a relative path inside that folder.`,
    );
  }
  const full = join(directory, path);
  try {
    const real = await realpath(full);
    if (!leaves(relative(await realpath(directory), real))) return real;
  } catch (error) {
    throw readFailure(full, error, { who, advice });
  }
  throw new DumError('bad-input', `fileSystem: ${full} is a link that leads out of ${directory}; copy the file itself there.`);
};

const readGroup = async (directory: string, { paths, weights }: io.WeightsManifestConfig[number]): Promise<Uint8Array[]> => {
  const where = join(directory, 'model.json');
  const expected = weights.reduce((total, spec) => total + bytesOfWeight(spec, where), 0);
  const shards: Uint8Array[] = [];
  let found = 0;
  for (const path of paths) {
    const shard = await readWholeFile(await pathInside(directory, path), { who, most: expected - found, advice });
    found += shard.byteLength;
    shards.push(shard);
  }
  if (found !== expected) {
    throw new DumError(
      'bad-input',
      `fileSystem: ${paths.join(', ')} in ${directory} hold ${found} bytes, expected ${expected} from the shapes in model.json; copy them again.`,
    );
  }
  return shards;
};

/** Reads the weight files of a manifest, joined; each group must have exactly the bytes that its shapes ask for. */
export const readManifest = async (
  directory: string,
  manifest: io.WeightsManifestConfig,
): Promise<[io.WeightsManifestEntry[], ArrayBuffer]> => {
  const shards: Uint8Array[] = [];
  for (const group of manifest) shards.push(...(await readGroup(directory, group)));
  const data = new Uint8Array(shards.reduce((total, shard) => total + shard.byteLength, 0));
  let offset = 0;
  for (const shard of shards) {
    data.set(shard, offset);
    offset += shard.byteLength;
  }
  return [manifest.flatMap(({ weights }) => weights), data.buffer];
};
