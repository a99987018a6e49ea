import type { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import { advice, who } from './network-files.js';

const largest = 16 * 2 ** 20;

/** What `model.json` holds, with the checksums of one that {@link sealJson} sealed. */
export type SealedModelJson = io.ModelJSON & { readonly checksum?: unknown; readonly weightsChecksum?: unknown };

/** Parses `model.json`, whose members are then there; what is in them is not checked. */
export const parseModelJson = (bytes: Uint8Array, where: string): SealedModelJson => {
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new DumError(
      'bad-input',
      `fileSystem: ${where} is not JSON (${(error as Error).message}); copy it again or save the network again.`,
      { cause: error },
    );
  }
  const { modelTopology, weightsManifest } = (document ?? {}) as Partial<io.ModelJSON>;
  if (typeof modelTopology !== 'object' || !Array.isArray(weightsManifest)) {
    throw new DumError('bad-input', `fileSystem: ${where} is not a saved LayersModel: it needs modelTopology and weightsManifest.`);
  }
  if (!weightsManifest.every((group) => Array.isArray(group?.paths) && Array.isArray(group.weights))) {
    throw new DumError(
      'bad-input',
      `fileSystem: a group of weightsManifest in ${where} lacks its lists of paths and weights; save the network again.`,
    );
  }
  return document as SealedModelJson;
};

/** The bytes of `model.json`. */
export const readModelJson = (path: string): Promise<Uint8Array> => readWholeFile(path, { who, advice, most: largest });
