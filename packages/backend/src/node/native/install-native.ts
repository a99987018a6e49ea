import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DumError } from '@dum/errors';
import { compileBinding } from './compile-binding.js';
import { linkNative, modulesSeenFrom } from './link-native.js';
import { folderName, pinned } from './pinned.js';
import { type Machine, requireTools } from './require-tools.js';
import { runTool } from './run-tool.js';
import { takeLibrary } from './take-library.js';

/** Options of {@link installNative}. */
export interface NativeOptions {
  /** Where built folders are kept; default `$DUM_NATIVE_CACHE`, else `dum-native` in `$XDG_CACHE_HOME` or `~/.cache`. */
  readonly cache?: string;
  /** The `node_modules` folder that gets the link; default the one in which `@dum/backend` finds TensorFlow.js. */
  readonly modules?: string;
  readonly machine?: Machine;
  /** Called before each step, with a short description of it. */
  readonly onProgress?: (line: string) => void;
}

/** Where the backend is, and the link in `node_modules` that leads to it. */
export interface NativeInstallation {
  readonly folder: string;
  readonly link: string;
}

const usualCache = (): string =>
  process.env.DUM_NATIVE_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dum-native');

const inFolder = 'node_modules/@tensorflow/tfjs-node';

/**
 * Makes `useBackend('tensorflow')` work where the download of `@tensorflow/tfjs-node` is refused: its JavaScript comes from npm, the
 * C library from the Python wheel `tensorflow-cpu`, and the binding between them is compiled here.
 *
 * 210 MB are downloaded and 730 MB kept, once for all projects of a user. A folder that was built before is only linked again; this is
 * needed after a package manager removes the link. The folder appears whole or not at all.
 *
 * Throws `bad-input` where the machine is not linux on x64 or a program is missing, `temporary` where a download failed.
 */
export const installNative = async ({
  cache = usualCache(),
  modules = modulesSeenFrom(fileURLToPath(import.meta.url)),
  machine = process,
  onProgress = () => undefined,
}: NativeOptions = {}): Promise<NativeInstallation> => {
  const folder = join(resolve(cache), folderName);
  if (!existsSync(folder)) {
    await requireTools(machine);
    await build(cache, folder, onProgress);
  }
  return { folder, link: await linkNative(modules, join(folder, inFolder)) };
};

const build = async (cache: string, folder: string, onProgress: (line: string) => void): Promise<void> => {
  const temporary = `${folder}.${randomUUID()}.tmp`;
  try {
    await mkdir(temporary, { recursive: true });
    await removeLeftOvers(cache, temporary);
    await fill(temporary, onProgress);
    await rename(temporary, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (cause) {
    if (cause instanceof DumError) throw cause;
    throw new DumError(
      'storage',
      `dum-native: cannot write ${folder} (${String(cause)}); free some space, or set DUM_NATIVE_CACHE to a folder that you may use.`,
      { cause },
    );
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
};

const fill = async (folder: string, onProgress: (line: string) => void): Promise<void> => {
  const tfjsNode = join(folder, inFolder);
  onProgress('takes tfjs-node from npm');
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const install = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error', ...pinned.packages];
  await runTool({ program: 'npm', arguments: install, folder }, `install ${pinned.packages.join(' and ')}`, 'temporary');
  onProgress(`takes the C library from the wheel ${pinned.wheel.requirement} (210 MB)`);
  await takeLibrary(folder, join(tfjsNode, 'deps'));
  onProgress('compiles the binding');
  await compileBinding(folder, tfjsNode);
  await runTool({ program: process.execPath, arguments: ['--eval', trial], folder }, 'compute on the new backend', 'bad-input');
};

/** A program that loads tfjs-node, restores the two functions that Node 23 removed, and adds up a tensor. */
const trial = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value == null;
util.isArray ??= Array.isArray;
try {
  const sum = require('./${inFolder}').ones([2, 3]).sum().arraySync();
  if (sum !== 6) throw new Error('2 × 3 ones add up to ' + sum);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}`;

const hour = 3_600_000;

/** Folders that a killed process left, older than any build takes. */
const removeLeftOvers = async (cache: string, temporary: string): Promise<void> => {
  const now = (await stat(temporary)).mtimeMs;
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (name.endsWith('.tmp') && now - (await stat(path)).mtimeMs > hour) await rm(path, { recursive: true, force: true });
  }
};
