import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { HeldActivations } from '../masked/frozen-activations.js';
import type { GroupSearch } from '../search/index.js';
import type { SearchJob } from './search-job.js';

/** The common part of all jobs of a prepared search, for any settings: the network, and large arrays in shared memory. */
export type SharedSearch = Pick<SearchJob, 'id' | 'artifacts' | 'fingerprint' | 'activations' | 'outputs' | 'means'>;

/** Puts the large arrays of a search into shared memory; undefined if activations are not stored in memory. */
export const shareSearch = async (
  { network, fingerprint, activations, outputs, means }: GroupSearch,
  id: number,
): Promise<SharedSearch | undefined> => {
  const [train, validation] = [activations.train.held, activations.validation.held];
  if (train === undefined || validation === undefined) return undefined;
  return {
    id,
    artifacts: await artifactsOf(network),
    fingerprint,
    means,
    activations: { train: shareActivations(train), validation: shareActivations(validation) },
    outputs: outputs === undefined ? undefined : { train: share(outputs.train), validation: share(outputs.validation) },
  };
};

/** An array that all threads see. */
export const allocateShared = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));

const share = (values: Float32Array): Float32Array => {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const shared = allocateShared(values.length);
  shared.set(values);
  return shared;
};

const shareActivations = ({ count, shapes, values }: HeldActivations): HeldActivations => ({ count, shapes, values: values.map(share) });

const artifactsOf = async (network: LayersModel): Promise<io.ModelArtifacts> => {
  let saved: io.ModelArtifacts = {};
  await network.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  return saved;
};
