import { abs, mean, nextFrame, stack, tidy, type Variable } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { requireRole, type TablePreparation, type TrainSplit, type ValidationSplit } from '@dum/datasets';
import { DumError, objectWith, type OptionKind, requireOptions } from '@dum/errors';
import { requireModel } from '@dum/masks';
import { classNamesKind } from '../metrics/class-names-kind.js';
import { describeInput } from '../networks/network-input.js';
import { classOutputs } from '../networks/class-outputs.js';
import { hasSoftmax } from '../networks/class-answers.js';
import { requireFittingInput } from '../networks/input-rows.js';
import { accuraciesOf } from '../metrics/accuracy.js';
import { shuffledBatches, stepsPerEpoch } from '../optimization/batches.js';
import { readBatches } from '../optimization/read-batches.js';
import { createTrainer } from './create-trainer.js';
import { divergenceLimit } from '../optimization/divergence-limit.js';
import { learningRateSchedules } from '../optimization/schedules.js';
import { resolveTrainingOptions, type TrainingOptions } from './training-options.js';
import { softTargets, type Teacher } from './teacher.js';
import type { TrainingRecord } from './training-record.js';
import { readState, restoreWeights } from './training-state.js';

/** The data that a network is trained on. */
export interface TrainingData {
  readonly train: TrainSplit;
  readonly validation: ValidationSplit;
  readonly classNames: readonly string[];
  /** The weight in the loss of a training sample of each class, as in `Task`; default 1 for every class. */
  readonly classWeights?: readonly number[];
  /** Another network's answers to the training samples, learned besides the labels; default none. */
  readonly teacher?: Teacher;
  /** The least and the greatest value of an input; stored with the network. */
  readonly range: readonly [number, number];
  /**
   * `source.identity` of the split that both parts were cut from; kept with the network, so that the samples that it has seen are known
   * again.
   */
  readonly samples?: string | undefined;
  /** How the rows of a table became samples, as `tableDataset` says; stored with the network. */
  readonly preparation?: TablePreparation | undefined;
}

/**
 * Trains a network in place to classify, with Adam on the class-weighted cross-entropy of its softmax outputs. Returns a record for each
 * epoch.
 *
 * The order of samples depends on the seed, so that runs repeat bit for bit, also those that resume from a state. A description of the
 * data (range, shape, class names) is written into the network's metadata. Throws `bad-input` before training when samples or classes don't
 * fit or there is no softmax, and `failed-results` within the epoch when the loss or the weights exceed the divergence limit.
 *
 * Chains of dense layers, such as those of `mlp`, are trained on the host with special kernels, several times as fast as other networks.
 *
 * @example
 * await trainNetwork(mlp({ inputs: 784, hidden: [300, 100], classes: 10 }), { ...mnist, ...splitTrainValidation(mnist.train, { seed: 1 }) });
 */
export const trainNetwork = async (network: LayersModel, data: TrainingData, options: TrainingOptions = {}): Promise<TrainingRecord[]> => {
  const { epochs, batchSize, learningRate, schedule, inputDropout, seed, resumeFrom, onProgress, onState, signal } =
    resolveTrainingOptions(options);
  requireModel('trainNetwork', network);
  requireOptions('trainNetwork', { data }, { data: trainingDataKind });
  const { train, validation, classNames, teacher, range, samples, preparation: table } = data;
  requireRole(train, ['train'], 'trainNetwork');
  requireRole(validation, ['validation'], 'trainNetwork');
  for (const { sampleShape } of [train, validation]) requireFittingInput(network, sampleShape);
  requireOptions('trainNetwork', { classNames, range }, { classNames: classNamesKind, range: rangeKind });
  const { classWeights = classNames.map(() => 1) } = data;
  const outputs = classOutputs('trainNetwork', network);
  if (outputs !== classNames.length) {
    throw new DumError('bad-input', `trainNetwork: "${network.name}" has ${outputs} outputs; the data has ${classNames.length} classes`);
  }
  requireClassWeights(classWeights, classNames);
  const size = { samples: train.count, classes: classNames.length };
  const soft = teacher === undefined ? undefined : softTargets('trainNetwork', teacher, size);
  requireWholeNormalizations(network);
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
  const rateAt = learningRateSchedules[schedule](learningRate);
  const records = [...(resumeFrom?.records ?? [])];
  let step = records.length * perEpoch;
  if (resumeFrom !== undefined) restoreWeights(network, resumeFrom);
  const trainer = await createTrainer(network, train, { batchSize, classWeights, teacher: soft, noise: { inputDropout, seed } });
  const requireBounded = (what: string, size: number, epoch: number): void => {
    if (size <= divergenceLimit) return;
    const advice = `the training diverged, so try a lower learning rate than ${learningRate}`;
    throw new DumError('failed-results', `trainNetwork: ${what} is ${size} in epoch ${epoch}; ${advice}`);
  };
  try {
    if (resumeFrom !== undefined) trainer.restore(resumeFrom.moments, step);
    for (let epoch = records.length + 1; epoch <= epochs; epoch++) {
      let total = 0;
      for await (const batch of readBatches(train.source, shuffledBatches(train.count, batchSize, seed, epoch))) {
        trainer.step(batch, rateAt(step / steps), step);
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
      const { accuracy, balancedAccuracy } = accuraciesOf(await trainer.outputs(validation), validation.y);
      requireBounded('the validation accuracy', accuracy, epoch);
      const record = { epoch, loss: total / perEpoch, validationAccuracy: accuracy, validationBalancedAccuracy: balancedAccuracy };
      records.push(record);
      if (onState !== undefined) await onState(await readState(network, trainer, records));
      onProgress?.({ epoch, epochs, step, steps, record });
    }
  } finally {
    trainer.dispose();
  }
  describeInput(network, { range: [range[0], range[1]], shape: train.sampleShape, classNames: [...classNames], samples, table });
  return records;
};

/** Refuses batch normalizations without scale or shift, because TensorFlow.js cannot train them. */
const requireWholeNormalizations = ({ layers: all }: LayersModel): void => {
  for (const layer of all) {
    if (layer instanceof LayersModel) requireWholeNormalizations(layer);
    const { scale, center } = layer.getConfig() as { scale?: boolean; center?: boolean };
    if (layer.getClassName() !== 'BatchNormalization' || (scale !== false && center !== false)) continue;
    throw new DumError(
      'bad-input',
      `trainNetwork: batch normalization "${layer.name}" has ${scale === false ? 'scale' : 'center'}: false, which TensorFlow.js can't train; build it with scale and center`,
    );
  }
};

const rangeKind: OptionKind = {
  expected: 'the lowest and the highest value of the inputs, such as the range of the data set, mnist.range',
  holds: (value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite),
};

/** {@link TrainingData}, for the arguments of functions. */
export const trainingDataKind = objectWith(
  '{ train, validation, classNames }, such as a task or what splitTrainValidation gives with the class names',
  ['train', 'validation'],
);

const requireClassWeights = (classWeights: readonly number[], classNames: readonly string[]): void => {
  if (classWeights.length === classNames.length && classWeights.every((weight) => Number.isFinite(weight) && weight > 0)) return;
  throw new DumError(
    'bad-input',
    `trainNetwork: classWeights is [${classWeights.join(', ')}]; expected a finite number above 0 for each of ${classNames.join(', ')}`,
  );
};

/** The largest mean magnitude of a variable; NaN when one of them has a NaN. */
const largestMean = async (variables: readonly Variable[]): Promise<number> => {
  const means = tidy(() => stack(variables.map((variable) => mean(abs(variable)))));
  const values = await means.data();
  means.dispose();
  return Math.max(...values);
};
