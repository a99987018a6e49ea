import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { fileSystem } from '@dum/backend/node';
import { DumError } from '@dum/errors';

/**
 * Saves a network into a folder, as `model.json` and one file of weights with checksums, whole or not at all. Its metadata keeps the
 * description of its input. The folder and its parents are created.
 *
 * Throws `bad-input` for a network that could not be loaded again, and `storage` when the disk fails; an earlier network is then untouched.
 *
 * @example
 * await saveNetwork(network, 'runs/digits/network');
 */
export const saveNetwork = async (network: LayersModel, directory: string): Promise<void> => {
  await network.save(fileSystem(directory));
};

/**
 * Loads a network from a folder that {@link saveNetwork}, TensorFlow.js or its converter wrote.
 *
 * Throws `bad-input` when there is none, or a damaged, foreign or hostile one (checksums and topology are checked before TensorFlow.js
 * builds it), and `storage` when the disk fails.
 *
 * @example
 * const network = await loadNetwork('runs/digits/network');
 */
export const loadNetwork = async (directory: string): Promise<LayersModel> => {
  try {
    return await loadLayersModel(fileSystem(directory));
  } catch (error) {
    if (error instanceof DumError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DumError('bad-input', `loadNetwork: TensorFlow.js cannot rebuild the network in ${directory}: ${reason}; save it again`, {
      cause: error,
    });
  }
};
