import type { Dataset, TaskData } from '@dum/datasets';
import type { ScheduleName } from '@dum/experiments';
import type { NetworkShape } from '../arguments/network-shape.js';

/** How a network is trained. */
export interface TrainingRequest {
  readonly backend: string;
  readonly network: NetworkShape;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly data: Dataset;
  /** The training split of the data in two. */
  readonly split: TaskData;
  /** The identity of the training split before it was cut. */
  readonly samples: string;
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
    readonly schedule: ScheduleName;
    /** Of the values that the network is fed. */
    readonly range: readonly [number, number];
    readonly trainingSamples: number;
    readonly validationSamples: number;
  };
}

/** What decides the weights that a request gives. */
export const trainingSettings = (
  { backend, network, epochs, batchSize, learningRate, schedule, data, split: { train, validation } }: TrainingRequest,
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
    schedule,
    range: data.range,
    trainingSamples: train.count,
    validationSamples: validation.count,
  },
});
