import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DumError } from '@dum/errors';

/** The `node_modules` folder in which a file finds TensorFlow.js. */
export const modulesSeenFrom = (file: string): string => {
  const modules = join(dirname(file), 'node_modules');
  if (existsSync(join(modules, '@tensorflow/tfjs-core'))) return modules;
  if (dirname(file) !== file) return modulesSeenFrom(dirname(file));
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
  try {
    await symlink(tfjsNode, temporary);
    await rename(temporary, link);
    return link;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new DumError('storage', `dum-native: cannot write ${link} (${String(cause)}); run it as someone who may.`, { cause });
  }
};
