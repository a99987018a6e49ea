import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Dataset, TaskData } from '@dum/datasets';
import { trainNetwork, type TrainingRecord } from '@dum/experiments';
import { saveNetwork, writeJson } from '@dum/experiments/store';
import { fingerprintNetwork } from '@dum/masks';
import type { NetworkShape } from '../arguments/network-shape.js';
import type { Session } from '../session/session.js';
import { versions } from '../versions.js';
import { percent } from './figures.js';
import { newNetwork } from './new-network.js';

/** How a network is trained. */
export interface TrainingRequest {
  readonly backend: string;
  readonly network: NetworkShape;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly data: Pick<Dataset, 'name' | 'sampleShape' | 'range' | 'classNames'>;
  /** The training split of the data in two. */
  readonly split: TaskData;
}

/** What decides the weights of a trained network: the same on the same data gives the same. */
export interface TrainingSettings {
  readonly backend: string;
  readonly dataset: string;
  readonly seed: number;
  readonly settings: {
    readonly network: string;
    readonly epochs: number;
    readonly batchSize: number;
    readonly learningRate: number;
    readonly trainingSamples: number;
    readonly validationSamples: number;
  };
}

/** The summary.json that stands beside a network. */
interface TrainingSummary extends TrainingSettings {
  readonly seconds: { readonly network: number };
  readonly network: { readonly fingerprint: string; readonly validationAccuracy: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly history: readonly TrainingRecord[];
}

/** A network and how it came about. */
export interface TrainedNetwork {
  readonly network: LayersModel;
  readonly summary: TrainingSummary;
}

/** What decides the weights that a request gives. */
export const trainingSettings = (
  { backend, network, epochs, batchSize, learningRate, data, split: { train, validation } }: TrainingRequest,
  seed: number,
): TrainingSettings => ({
  backend,
  dataset: data.name,
  seed,
  settings: {
    network: network.text,
    epochs,
    batchSize,
    learningRate,
    trainingSamples: train.count,
    validationSamples: validation.count,
  },
});

/** Trains a new network on the training split. */
export const trainFresh = async (session: Session, request: TrainingRequest): Promise<TrainedNetwork> => {
  const { seed, signal } = session;
  const { epochs, batchSize, learningRate, data, split } = request;
  const network = newNetwork(request.network, data, seed);
  const { result: history, seconds } = await session.phase(
    `train ${request.network.text}`,
    (update) =>
      trainNetwork(
        network,
        { ...split, range: data.range },
        {
          epochs,
          batchSize,
          learningRate,
          seed,
          signal,
          onProgress: ({ step, steps, epoch }) => update(step / steps, `epoch ${epoch} of ${epochs}`),
        },
      ),
    (records) => `validation accuracy ${percent(records.at(-1)?.validationAccuracy)}`,
  );
  return {
    network,
    summary: {
      ...trainingSettings(request, seed),
      seconds: { network: seconds },
      network: { fingerprint: await fingerprintNetwork(network), validationAccuracy: history.at(-1)!.validationAccuracy },
      versions: versions(),
      history,
    },
  };
};

/** Saves the network, then the summary that vouches for it. */
export const saveTraining = async ({ network, summary }: TrainedNetwork, directory: string): Promise<void> => {
  await saveNetwork(network, directory);
  await writeJson(join(directory, 'summary.json'), summary);
};
