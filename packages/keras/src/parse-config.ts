import type { io } from '@tensorflow/tfjs-core';
import { convertNetwork } from './config/convert-network.js';
import { finishNetwork } from './config/finish-network.js';
import { refuseTooMany } from './config/graph.js';
import { type Json, show } from './config/json.js';
import { type Generation, readLayer } from './config/keras-layer.js';
import { activationNames } from './config/rules/activation.js';
import { supportedLayers } from './config/rules/layer-rules.js';
import { operationNames } from './config/rules/operations.js';
import { uniqueNames } from './config/unique-names.js';
import { collectProblems } from './refusal/problems.js';
import { refuse } from './refusal/refuse.js';
import { type AddWeights, weightTable } from './weights/weight-table.js';

/** The contents of a Keras file as plain data; no network has been built. */
export interface ParsedKeras {
  /** What `loadLayersModel(io.fromMemory(artifacts))` takes. */
  readonly artifacts: Required<Pick<io.ModelArtifacts, 'modelTopology' | 'weightSpecs'>> & { readonly weightData: ArrayBuffer };
  /** The version of Keras that wrote the file. */
  readonly kerasVersion: string;
  /** Notes: layers that were left out or renamed. */
  readonly notes: readonly string[];
}

const supported = `Supported are ${supportedLayers.join(', ')}, the activation functions ${activationNames.join(', ')}, and ${operationNames.join(', ')} between tensors`;

const generationOf = (version: string | undefined): Generation => {
  if (version === undefined) return refuse('does not say which Keras wrote it; save the whole model again');
  if (/^[23]\./.test(version)) return version.startsWith('2') ? 2 : 3;
  return refuse(`was written by Keras ${show(version)}, expected Keras 2 or 3; load it there and save it again`);
};

/** Converts the config of a network, and adds its weights. */
export const parseConfig = (config: Json, version: string | undefined, addWeights: AddWeights): ParsedKeras => {
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
  addWeights(converted.origins, outlines, table);
  return { artifacts: { modelTopology: topology, ...table.joined() }, kerasVersion: version!, notes };
};
