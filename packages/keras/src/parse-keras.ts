import type { io } from '@tensorflow/tfjs-core';
import { readArchive } from './archive/read-archive.js';
import { convertNetwork } from './config/convert-network.js';
import { finishNetwork } from './config/finish-network.js';
import { refuseTooMany } from './config/graph.js';
import { isObject, type Json, parseJson, show } from './config/json.js';
import { type Generation, readLayer } from './config/keras-layer.js';
import { activationNames } from './config/rules/activation.js';
import { supportedLayers } from './config/rules/layer-rules.js';
import { operationNames } from './config/rules/operations.js';
import { uniqueNames } from './config/unique-names.js';
import { type Hdf5File, withHdf5 } from './hdf5/hdf5-file.js';
import { collectProblems } from './refusal/problems.js';
import { named } from './refusal/named.js';
import { refuse } from './refusal/refuse.js';
import { addFromArchive } from './weights/from-archive.js';
import { addFromLegacy } from './weights/from-legacy.js';
import { weightTable } from './weights/weight-table.js';

/** What a Keras file holds, as data: nothing of TensorFlow.js has been called. */
export interface ParsedKeras {
  /** What `loadLayersModel(io.fromMemory(artifacts))` takes. */
  readonly artifacts: Required<Pick<io.ModelArtifacts, 'modelTopology' | 'weightSpecs'>> & { readonly weightData: ArrayBuffer };
  /** The version of Keras that wrote the file. */
  readonly kerasVersion: string;
  /** What is worth knowing: layers that were left out or renamed. */
  readonly notes: readonly string[];
}

const supported = `Supported are ${supportedLayers.join(', ')}, the activation functions ${activationNames.join(', ')}, and ${operationNames.join(', ')} between tensors`;

const generationOf = (version: string | undefined): Generation => {
  if (version === undefined) return refuse('does not say which Keras wrote it; save the whole model again');
  if (/^[23]\./.test(version)) return version.startsWith('2') ? 2 : 3;
  return refuse(`was written by Keras ${show(version)}, expected Keras 2 or 3; load it there and save it again`);
};

const parseConfig = (config: Json, version: string | undefined, addWeights: typeof addFromLegacy, file: Hdf5File): ParsedKeras => {
  refuseTooMany(config);
  const network = readLayer(config, 'the network', generationOf(version));
  if (network.kind !== 'network') {
    refuse(
      `holds a ${network.className}, expected a Sequential or Functional network; a class of your own cannot be read, build its network functionally`,
    );
  }
  const problems = collectProblems('imported');
  const notes: string[] = [];
  const converted = convertNetwork(network, { problems, note: (text) => void notes.push(text), uniqueName: uniqueNames() });
  problems.refuseAny(supported);
  const { topology, outlines } = finishNetwork(converted, problems);
  problems.refuseAny(supported);
  const table = weightTable();
  addWeights(file, converted.origins, outlines, table);
  return { artifacts: { modelTopology: topology, ...table.joined() }, kerasVersion: version!, notes };
};

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const parseArchive = async (bytes: Uint8Array): Promise<ParsedKeras> => {
  const { config, metadata, weights } = await readArchive(bytes);
  const about = parseJson(text(metadata), 'metadata.json');
  const version = isObject(about) && typeof about.keras_version === 'string' ? about.keras_version : undefined;
  const network = parseJson(text(config), 'config.json');
  return withHdf5(weights, (file) => parseConfig(network, version, addFromArchive, file));
};

const parseLegacy = (bytes: Uint8Array): Promise<ParsedKeras> =>
  withHdf5(bytes, (file) => {
    const config = file.text('/', 'model_config');
    if (config === undefined)
      return refuse('holds no model_config: it has weights only, or is no Keras file; save the whole model with model.save');
    const version = file.text('/', 'keras_version') ?? file.text('/model_weights', 'keras_version');
    return parseConfig(parseJson(config, 'model_config'), version, addFromLegacy, file);
  });

/**
 * Reads a Keras file in this thread, with no limit to time or memory: for one that you made yourself. `importKeras` does the same in a
 * worker, and builds the network: a hostile file can keep HDF5 busy without end, or break it for all that the thread reads later.
 *
 * @param bytes A `.keras` archive or an `.h5` file of a whole model.
 * @param name What to call the file in a refusal.
 * @throws DumError 'bad-input' for what `importKeras` refuses, 'temporary' once an earlier file broke HDF5 in this thread.
 */
export const parseKeras = async (bytes: Uint8Array, name = 'the Keras file'): Promise<ParsedKeras> => {
  try {
    return await (bytes[0] === 0x50 && bytes[1] === 0x4b ? parseArchive(bytes) : parseLegacy(bytes));
  } catch (error) {
    throw named(name, error);
  }
};
