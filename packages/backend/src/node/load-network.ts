import { io, util } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { checkTopology } from '../topology/check-topology.js';
import { checkNetworkOf } from './check-network-of.js';
import { sealHolds, sha256 } from './checksum.js';
import { readManifest } from './manifest.js';
import { parseModelJson, readModelJson, type SealedModelJson } from './model-json.js';
import { modelJsonIn, weightsName } from './network-files.js';
import { checkWeights } from './weight-specs.js';

// A file of ours that lost its checksum to a flipped bit still names its weights as we do.
const isOurs = ({ checksum, weightsChecksum, weightsManifest }: SealedModelJson): boolean =>
  checksum !== undefined ||
  weightsChecksum !== undefined ||
  weightsManifest.some(({ paths }) => paths.some((path) => weightsName.test(path)));

/** Refuses layers and weights of different sizes: TensorFlow.js allocates every parameter before it looks for its weights. */
const requireAllParameters = (where: string, parameters: number, specs: readonly io.WeightsManifestEntry[]): void => {
  const held = specs.reduce((total, { shape }) => total + util.sizeFromShape(shape), 0);
  if (parameters <= held) return;
  throw new DumError(
    'bad-input',
    `fileSystem: the layers in ${where} have ${parameters} parameters and its weights ${held} values; they are not of one network, so save it again.`,
  );
};

/** Refuses weights that the converter named by their place in a .keras archive: TensorFlow.js finds no layer for them. */
const requireLayerNames = (where: string, specs: readonly io.WeightsManifestEntry[]): void => {
  const foreign = specs.find(({ name }) => /(^|\/)vars\/\d+$/.test(name));
  if (foreign === undefined) return;
  throw new DumError(
    'bad-input',
    `fileSystem: the weight "${foreign.name}" in ${where} is named by its place in a .keras archive, where TensorFlow.js needs its layer; turn model.json into a network with importKeras of @dum/keras (dum import).`,
  );
};

const readNetwork = async (directory: string, bytes: Uint8Array, allowLayers: readonly string[]): Promise<io.ModelArtifacts> => {
  const where = modelJsonIn(directory);
  const document = parseModelJson(bytes, where);
  const ours = isOurs(document);
  if (ours && !sealHolds(bytes)) {
    throw new DumError(
      'bad-input',
      `fileSystem: ${where} was changed or damaged after it was saved (its checksum does not hold); copy it again or save the network again.`,
    );
  }
  const { parameters } = checkNetworkOf(where, () => checkTopology(document.modelTopology, { allow: allowLayers }));
  const [specs, data] = await readManifest(directory, document.weightsManifest);
  if (ours && sha256(new Uint8Array(data)) !== document.weightsChecksum) {
    throw new DumError(
      'bad-input',
      `fileSystem: the weights in ${directory} are damaged or another network's (their checksum does not hold); copy them again or save the network again.`,
    );
  }
  checkWeights(specs, data, where);
  requireLayerNames(where, specs);
  requireAllParameters(where, parameters, specs);
  return io.getModelArtifactsForJSON(document, () => Promise.resolve([specs, data]));
};

/** Reads a network; if another save replaces model.json meanwhile, reads the new one. */
export const loadNetwork = async (directory: string, allowLayers: readonly string[]): Promise<io.ModelArtifacts> => {
  const where = modelJsonIn(directory);
  let bytes = await readModelJson(where);
  for (;;) {
    try {
      return await readNetwork(directory, bytes, allowLayers);
    } catch (error) {
      const now = await readModelJson(where);
      if (Buffer.from(now).equals(bytes)) throw error;
      bytes = now;
    }
  }
};
