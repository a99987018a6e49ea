import type { io } from '@tensorflow/tfjs-core';
import { refuseGraph } from '../topology/foreign-topology.js';
import { checkNetworkOf } from './check-network-of.js';
import { readManifest } from './manifest.js';
import { parseModelJson, readModelJson } from './model-json.js';
import { modelJsonIn, networkFolder } from './network-files.js';
import { checkWeights } from './weight-specs.js';

/** What `model.json` and its weight files hold. */
export interface ConvertedNetwork {
  /** The topology as it stands in the file: nothing in it was checked. */
  readonly topology: unknown;
  /** The weights, each once, and their bytes, which are exactly as many as their shapes ask for; every value is finite. */
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/**
 * Reads the files that `tensorflowjs_converter` wrote into a folder, for those who read a topology that TensorFlow.js cannot.
 *
 * @param directory The folder, or the model.json in it.
 * @throws DumError 'bad-input' where there is none, or one that is damaged, a graph model, or names files outside its folder;
 * 'storage' where the disk refuses.
 * @example
 * const { topology, weightSpecs } = await readConvertedNetwork('converted');
 */
export const readConvertedNetwork = async (directory: string): Promise<ConvertedNetwork> => {
  const folder = networkFolder(directory);
  const where = modelJsonIn(folder);
  const { modelTopology: topology, weightsManifest } = parseModelJson(await readModelJson(where), where);
  checkNetworkOf(where, () => refuseGraph(topology));
  const [weightSpecs, weightData] = await readManifest(folder, weightsManifest);
  checkWeights(weightSpecs, weightData, where);
  return { topology, weightSpecs, weightData };
};
