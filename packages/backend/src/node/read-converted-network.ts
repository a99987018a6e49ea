import type { io } from '@tensorflow/tfjs-core';
import { refuseGraph } from '../topology/foreign-topology.js';
import { checkNetworkOf } from './check-network-of.js';
import { readManifest } from './manifest.js';
import { parseModelJson, readModelJson } from './model-json.js';
import { modelJsonIn, networkFolder } from './network-files.js';
import { checkWeights } from './weight-specs.js';

/** What `model.json` and its weight files hold. */
export interface ConvertedNetwork {
  /** The topology as it stands in the file, unchecked. */
  readonly topology: unknown;
  /** The weights, each once, and their bytes, which are exactly as many as their shapes ask for; every value is finite. */
  readonly weightSpecs: io.WeightsManifestEntry[];
  readonly weightData: ArrayBuffer;
}

/**
 * Reads the files that `tensorflowjs_converter` wrote into a folder, without handing the topology to TensorFlow.js.
 *
 * @param directory The folder, or the model.json in it.
 * @throws DumError 'bad-input' where there is no such network, or it is damaged, is a graph model, or names files outside its
 * folder; 'storage' where the disk fails.
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
