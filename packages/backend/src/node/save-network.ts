import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { checkNetworkOf } from './check-network-of.js';
import { sealJson, sha256 } from './checksum.js';
import { cannotWrite } from './file-errors.js';
import { modelJsonIn, weightsName, weightsNameOf } from './network-files.js';
import { checkWeights } from './weight-specs.js';
import { writeAtomically } from './write-atomically.js';

/** Returns the names of the weights files that the new model.json no longer needs. */
const writeNetwork = async (directory: string, weights: Uint8Array, weightsFile: string, modelJson: Uint8Array): Promise<string[]> => {
  await mkdir(directory, { recursive: true });
  const before = (await readdir(directory)).filter((name) => weightsName.test(name));
  await writeAtomically(join(directory, weightsFile), weights);
  try {
    await writeAtomically(modelJsonIn(directory), modelJson);
  } catch (error) {
    if (!before.includes(weightsFile)) await removeAll([join(directory, weightsFile)]);
    throw error;
  }
  return before.filter((name) => name !== weightsFile);
};

const removeAll = async (paths: readonly string[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const path of paths) {
    await rm(path, { force: true }).catch((error: unknown) => {
      failed.push(`${path} is not used any more and could not be removed (${String(error)})`);
    });
  }
  return failed;
};

/** Writes a network's weights, then its model.json, then removes the weights that model.json named before. */
export const saveNetwork = async (
  directory: string,
  artifacts: io.ModelArtifacts,
  allowLayers: readonly string[],
): Promise<io.SaveResult> => {
  const { weightData, weightSpecs = [], getWeightStream: _, modelTopology, ...rest } = artifacts;
  if (modelTopology === undefined || modelTopology instanceof ArrayBuffer) {
    throw new DumError('bad-input', `fileSystem: only a LayersModel can be saved in ${directory}; what came has no JSON topology.`);
  }
  const where = modelJsonIn(directory);
  const data = io.CompositeArrayBuffer.join(weightData);
  checkWeights(weightSpecs, data, where);
  checkNetworkOf(where, JSON.parse(JSON.stringify(modelTopology)), allowLayers);

  const weights = new Uint8Array(data);
  const weightsChecksum = sha256(weights);
  const weightsFile = weightsNameOf(weightsChecksum);
  const modelJson = sealJson({
    weightsChecksum,
    modelTopology,
    ...rest,
    weightsManifest: [{ paths: [weightsFile], weights: weightSpecs }],
  });
  try {
    const old = await writeNetwork(directory, weights, weightsFile, modelJson);
    const { mtime } = await stat(where);
    const errors = await removeAll(old.map((name) => join(directory, name)));
    return {
      modelArtifactsInfo: { ...io.getModelArtifactsInfoForJSON(artifacts), dateSaved: mtime },
      ...(errors.length > 0 && { errors }),
    };
  } catch (error) {
    throw cannotWrite(directory, error);
  }
};
