import { abs, mean, nextFrame, stack, tidy, type Variable } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { requireRole, type TrainSplit, type ValidationSplit } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { evaluateNetwork } from '../evaluation/evaluate-network.js';
import { describeInput } from '../networks/network-input.js';
import { hasSoftmax } from '../networks/has-softmax.js';
import { requireFittingInput } from '../networks/input-rows.js';
import { aboveZero, anyInteger, fillOptions, positiveInteger, requireNumbers } from '../options/check-options.js';
import { shuffledBatches, stepsPerEpoch } from './batches.js';
import { createTrainer } from './create-trainer.js';
import { divergenceLimit } from './divergence-limit.js';
import { cosineDecay } from './schedules.js';

/** The data that a network is trained on. */
export interface TrainingData {
  readonly train: TrainSplit;
  readonly validation: ValidationSplit;
  readonly classNames: readonly string[];
  /** The least and the greatest value an input may have; kept with the network. */
  readonly range: readonly [number, number];
}

/** The settings of a training; every one has a default. */
export interface TrainingOptions {
  /** Passes over the training samples; default 8. */
  readonly epochs?: number;
  /** Default 256. */
  readonly batchSize?: number;
  /** Adam's rate, which falls to 0 along a cosine; default 2e-3. */
  readonly learningRate?: number;
  /** An integer that keys the order of the samples; default 1. */
  readonly seed?: number;
  /** Hears of every epoch, and of steps between. */
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Ends the run at a step by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Where a training stands. */
export interface TrainingProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
  /** Given when an epoch has ended. */
  readonly record?: TrainingRecord;
}

/** A network after one epoch. */
export interface TrainingRecord {
  readonly epoch: number;
  /** Mean cross-entropy on the training samples of the epoch. */
  readonly loss: number;
  readonly validationAccuracy: number;
}

/**
 * Trains a network in place to classify, by Adam on the cross-entropy of its softmax outputs, and returns a record an epoch.
 *
 * The order of samples is keyed by seed, so that runs repeat bit for bit. What the network was trained on (range, shape, class
 * names) is written into its metadata. Throws `bad-input` before training when samples or classes don't fit or there is no softmax, and `failed-results`
 * within the epoch when the loss or the weights leave all bounds.
 *
 * @example
 * await trainNetwork(mlp({ inputs: 784, hidden: [300, 100], classes: 10 }), { ...mnist, ...splitTrainValidation(mnist.train, { seed: 1 }) });
 */
export const trainNetwork = async (
  network: LayersModel,
  { train, validation, classNames, range }: TrainingData,
  options: TrainingOptions = {},
): Promise<TrainingRecord[]> => {
  const { epochs, batchSize, learningRate, seed, onProgress, signal } = resolveOptions(options);
  requireRole(train, ['train'], 'trainNetwork');
  requireRole(validation, ['validation'], 'trainNetwork');
  requireFittingInput(network, train);
  const outputs = network.outputs[0]!.shape.at(-1);
  if (outputs !== classNames.length) {
    throw new DumError('bad-input', `trainNetwork: "${network.name}" has ${outputs} outputs; the data has ${classNames.length} classes`);
  }
  if (!hasSoftmax(network)) {
    const { name } = network.outputs[0]!.sourceLayer;
    throw new DumError(
      'bad-input',
      `trainNetwork: "${network.name}" ends in "${name}" without a softmax; expected probabilities, so give it activation: 'softmax'`,
    );
  }
  const variables = network.trainableWeights.map((weight) => weight.read() as Variable);
  const perEpoch = stepsPerEpoch(train.count, batchSize);
  const steps = perEpoch * epochs;
  const trainer = await createTrainer(network, train, { batchSize, classes: classNames.length, schedule: cosineDecay(learningRate) });
  const requireBounded = (what: string, size: number, epoch: number): void => {
    if (size <= divergenceLimit) return;
    const advice = `the training diverged, so try a lower learning rate than ${learningRate}`;
    throw new DumError('failed-results', `trainNetwork: ${what} is ${size} in epoch ${epoch}; ${advice}`);
  };
  const records: TrainingRecord[] = [];
  let step = 0;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      let total = 0;
      for (const batch of shuffledBatches(train.count, batchSize, seed, epoch)) {
        trainer.step(batch, step / steps);
        step++;
        if (step % 20 !== 0) continue;
        total += await trainer.drainLoss();
        requireBounded('the loss', total / perEpoch, epoch);
        onProgress?.({ epoch, epochs, step, steps });
        await nextFrame();
        signal?.throwIfAborted();
      }
      total += await trainer.drainLoss();
      requireBounded('the loss', total / perEpoch, epoch);
      trainer.sync();
      requireBounded('the mean size of the weights of a layer', await largestMean(variables), epoch);
      const { accuracy } = await evaluateNetwork(network, validation, classNames);
      const record = { epoch, loss: total / perEpoch, validationAccuracy: accuracy };
      records.push(record);
      onProgress?.({ epoch, epochs, step, steps, record });
    }
  } finally {
    trainer.dispose();
  }
  describeInput(network, { range: [range[0], range[1]], shape: [...train.sampleShape], classNames: [...classNames] });
  return records;
};

/** The largest mean magnitude of a variable; NaN when one of them has a NaN. */
const largestMean = async (variables: readonly Variable[]): Promise<number> => {
  const means = tidy(() => stack(variables.map((variable) => mean(abs(variable)))));
  const values = await means.data();
  means.dispose();
  return Math.max(...values);
};

const resolveOptions = (options: TrainingOptions) => {
  const defaults = { epochs: 8, batchSize: 256, learningRate: 2e-3, seed: 1 };
  const settings = fillOptions('trainNetwork', defaults, options, ['onProgress', 'signal']);
  const kinds = { epochs: positiveInteger, batchSize: positiveInteger, learningRate: aboveZero, seed: anyInteger };
  requireNumbers('trainNetwork', settings, kinds);
  return settings;
};
