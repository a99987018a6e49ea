import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isParts } from '@dum/datasets';
import { type FrozenActivations, type HeldActivations, readAll } from '../masked/frozen-activations.js';
import { size } from '../networks/input-rows.js';
import type { GroupSearch } from '../search/index.js';
import type { SearchJob, SharedSplit } from './search-job.js';

/** The common part of all jobs of a prepared search, for any settings: the network, and large arrays in shared memory. */
export type SharedSearch = Pick<SearchJob, 'id' | 'artifacts' | 'fingerprint' | 'activations' | 'outputs' | 'means'>;

/**
 * Puts the large arrays of a search into shared memory: activations, or the samples that they are computed from for each batch. Undefined
 * for samples of several parts, and where those of a split take more than the memory limit.
 */
export const shareSearch = async (
  { network, fingerprint, activations, outputs, means, settings: { memory } }: GroupSearch,
  id: number,
): Promise<SharedSearch | undefined> => {
  const [train, validation] = [await shareSplit(activations.train, memory), await shareSplit(activations.validation, memory)];
  if (train === undefined || validation === undefined) return undefined;
  return {
    id,
    artifacts: await artifactsOf(network),
    fingerprint,
    means,
    activations: { train, validation },
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

const shareSplit = async ({ held, source }: FrozenActivations, memory: number): Promise<SharedSplit | undefined> => {
  if (held !== undefined) return { held: shareActivations(held) };
  if (source === undefined || isParts(source.sampleShape)) return undefined;
  const { count, sampleShape, values } = source;
  if (4 * count * size(sampleShape) > memory * 2 ** 20) return undefined;
  const [read] = values === undefined ? await readAll([{ part: undefined, shape: [...sampleShape] }], source, allocateShared) : [values];
  return { samples: { sampleShape, x: share(read!) } };
};

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
