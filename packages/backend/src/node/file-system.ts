import type { io } from '@tensorflow/tfjs-core';
import { loadNetwork } from './load-network.js';
import { networkFolder } from './network-files.js';
import { saveNetwork } from './save-network.js';

/** What a folder of a network may hold beyond the layers of TensorFlow.js. */
export interface FileSystemOptions {
  /** The class names of custom layers that are accepted, beside those of tfjs-layers; the default is the mask layer of `@dum/masks`. */
  readonly allowLayers?: readonly string[];
}

// Saves into one folder take their turn, so that none removes the weights that another is about to name.
const saving = new Map<string, Promise<unknown>>();

const inTurn = async <Result>(directory: string, save: () => Promise<Result>): Promise<Result> => {
  const mine = (saving.get(directory) ?? Promise.resolve()).then(save, save);
  saving.set(directory, mine);
  try {
    return await mine;
  } finally {
    if (saving.get(directory) === mine) saving.delete(directory);
  }
};

/**
 * A folder in which TensorFlow.js saves a network and from which it loads one, in Node, on any backend.
 *
 * Saving writes `weights-<digits of their SHA-256>.bin`, then `model.json`, each whole or not at all, and then removes
 * the weights that were there before: a reader sees the old network or the new one, and so does the next start after
 * a crash. `model.json` carries a checksum of itself and one of the weights: a damaged, shortened, lengthened or swapped
 * file is refused, where TensorFlow.js alone would load some silently. One process at a time may save into a folder.
 *
 * Loading also takes what TensorFlow.js itself or tensorflowjs_converter wrote (no checksum, weights in any number of
 * files, quantized or not): their sizes must be exact. Before TensorFlow.js sees a network, `checkTopology` has passed,
 * every weight is finite, and no path in it leads out of the folder. Graph models, and what the converter wrote from Keras 3, are
 * refused; the message says how to convert them.
 *
 * @param directory The folder, or the model.json in it; created, with its parents, by a save.
 * @throws DumError, from `save` and `load`: 'bad-input' where there is no network or a damaged one, 'storage' where the
 * disk fails.
 * @example
 * await network.save(fileSystem('runs/digits/network'));
 * const same = await loadLayersModel(fileSystem('runs/digits/network'));
 */
export const fileSystem = (directory: string, { allowLayers = ['DumUnitMask'] }: FileSystemOptions = {}): Required<io.IOHandler> => {
  const folder = networkFolder(directory);
  return {
    save: (artifacts) => inTurn(folder, () => saveNetwork(folder, artifacts, allowLayers)),
    load: () => loadNetwork(folder, allowLayers),
  };
};
