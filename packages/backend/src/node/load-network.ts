import { io } from '@tensorflow/tfjs-core';
import { DumError } from '@dum/errors';
import { readWholeFile } from '@dum/errors/node';
import { checkNetworkOf } from './check-network-of.js';
import { sealHolds, sha256 } from './checksum.js';
import { readManifest } from './manifest.js';
import { advice, modelJsonIn, weightsName, who } from './network-files.js';
import { checkWeights } from './weight-specs.js';

const reading = { who, advice, most: 16 * 2 ** 20 };

type SealedModelJson = io.ModelJSON & { readonly checksum?: unknown; readonly weightsChecksum?: unknown };

const parse = (bytes: Uint8Array, where: string): SealedModelJson => {
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

// A file of ours that lost its checksum to a flipped bit still names its weights as we do.
const isOurs = ({ checksum, weightsChecksum, weightsManifest }: SealedModelJson): boolean =>
  checksum !== undefined ||
  weightsChecksum !== undefined ||
  weightsManifest.some(({ paths }) => paths.some((path) => weightsName.test(path)));

/** TensorFlow.js makes room for every parameter before it finds that the weights of some are not there. */
const requireAllParameters = (where: string, parameters: number, specs: readonly io.WeightsManifestEntry[]): void => {
  const held = specs.reduce((total, { shape }) => total + shape.reduce((product, size) => product * size, 1), 0);
  if (parameters <= held) return;
  throw new DumError(
    'bad-input',
    `fileSystem: the layers in ${where} have ${parameters} parameters and its weights ${held} values; they are not of one network, so save it again.`,
  );
};

const readNetwork = async (directory: string, bytes: Uint8Array, allowLayers: readonly string[]): Promise<io.ModelArtifacts> => {
  const where = modelJsonIn(directory);
  const document = parse(bytes, where);
  const ours = isOurs(document);
  if (ours && !sealHolds(bytes)) {
    throw new DumError(
      'bad-input',
      `fileSystem: ${where} was changed or damaged after it was saved (its checksum does not hold); copy it again or save the network again.`,
    );
  }
  const { parameters } = checkNetworkOf(where, document.modelTopology, allowLayers);
  const [specs, data] = await readManifest(directory, document.weightsManifest);
  if (ours && sha256(new Uint8Array(data)) !== document.weightsChecksum) {
    throw new DumError(
      'bad-input',
      `fileSystem: the weights in ${directory} are damaged or another network's (their checksum does not hold); copy them again or save the network again.`,
    );
  }
  checkWeights(specs, data, where);
  requireAllParameters(where, parameters, specs);
  return io.getModelArtifactsForJSON(document, () => Promise.resolve([specs, data]));
};

/** Reads a network; where model.json was replaced meanwhile by another save, the new one. */
export const loadNetwork = async (directory: string, allowLayers: readonly string[]): Promise<io.ModelArtifacts> => {
  const where = modelJsonIn(directory);
  let bytes = await readWholeFile(where, reading);
  for (;;) {
    try {
      return await readNetwork(directory, bytes, allowLayers);
    } catch (error) {
      const now = await readWholeFile(where, reading);
      if (Buffer.from(now).equals(bytes)) throw error;
      bytes = now;
    }
  }
};
