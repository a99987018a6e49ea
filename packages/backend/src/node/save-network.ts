import { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { checkTopology } from '../topology/check-topology.js';
import { checkNetworkOf } from './check-network-of.js';
import { sealJson, sha256 } from './checksum.js';
import { modelJsonIn, weightsNameOf } from './network-files.js';
import { type NetworkFiles, publish } from './publish.js';
import { checkWeights } from './weight-specs.js';

const filesOf = (directory: string, artifacts: io.ModelArtifacts, allowLayers: readonly string[]): NetworkFiles => {
  const { weightData, weightSpecs = [], modelTopology, ...rest } = artifacts;
  if (modelTopology === undefined || modelTopology instanceof ArrayBuffer) {
    throw new DumError('bad-input', `fileSystem: only a LayersModel can be saved in ${directory}; what came has no JSON topology.`);
  }
  const where = modelJsonIn(directory);
  const data = io.CompositeArrayBuffer.join(weightData);
  checkWeights(weightSpecs, data, where);
  checkNetworkOf(where, () => checkTopology(JSON.parse(JSON.stringify(modelTopology)), { allow: allowLayers }));

  const weights = new Uint8Array(data);
  const weightsChecksum = sha256(weights);
  const weightsFile = weightsNameOf(weightsChecksum);
  const weightsManifest = [{ paths: [weightsFile], weights: weightSpecs }];
  return { weightsFile, weights, modelJson: sealJson({ weightsChecksum, modelTopology, ...rest, weightsManifest }) };
};

/** Checks that a network can be loaded again, and puts it into the folder in place of the one that is there. */
export const saveNetwork = async (
  directory: string,
  artifacts: io.ModelArtifacts,
  allowLayers: readonly string[],
): Promise<io.SaveResult> => {
  const files = filesOf(directory, artifacts, allowLayers);
  const { written, untidy } = await publish(directory, files);
  const modelArtifactsInfo = { ...io.getModelArtifactsInfoForJSON(artifacts), dateSaved: written };
  return untidy.length === 0 ? { modelArtifactsInfo } : { modelArtifactsInfo, errors: [...untidy] };
};
