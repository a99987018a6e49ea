import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { DumError } from '@dum/errors';

/** The `node_modules` folder in which a module at this address finds TensorFlow.js. */
export const modulesSeenFrom = (address: string): string => {
  const folders = createRequire(address).resolve.paths('@tensorflow/tfjs-core') ?? [];
  const found = folders.find((folder) => existsSync(join(folder, '@tensorflow/tfjs-core')));
  if (found !== undefined) return found;
  throw new DumError('bad-input', 'dum-native: @tensorflow/tfjs-core is not installed beside @dum/backend; install it and run this again.');
};

/** Makes `@tensorflow/tfjs-node` of these modules lead to a folder, in place of a link that was there; returns the link. */
export const linkNative = async (modules: string, tfjsNode: string): Promise<string> => {
  const link = join(modules, '@tensorflow/tfjs-node');
  const there = await lstat(link).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : Promise.reject(error)));
  if (there !== undefined && !there.isSymbolicLink()) {
    throw new DumError('bad-input', `dum-native: ${link} is there and is no link; use it as it is, or remove it and run this again.`);
  }
  const temporary = `${link}.${randomUUID()}.tmp`;
  await symlink(tfjsNode, temporary);
  await rename(temporary, link).catch(async (error: unknown) => {
    await rm(temporary, { force: true });
    throw error;
  });
  return link;
};
