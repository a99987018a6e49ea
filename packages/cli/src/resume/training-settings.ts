import type { Dataset, TaskData } from '@dum/datasets';
import type { ScheduleName } from '@dum/experiments';
import type { NetworkShape } from '../arguments/network-shape.js';

/** A request to train a network. */
export interface TrainingRequest {
  readonly backend: string;
  readonly network: NetworkShape;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly schedule: ScheduleName;
  readonly data: Dataset;
  /** The divided training split of the data. */
  readonly split: TaskData;
  /** The identity of the training split before it was divided. */
  readonly samples: string;
}

/** Everything that determines the weights of a trained network, besides the data. */
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
    /** The range of the network's inputs. */
    readonly range: readonly [number, number];
    readonly trainingSamples: number;
    readonly validationSamples: number;
  };
}

/** The settings that determine the weights of a request. */
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
