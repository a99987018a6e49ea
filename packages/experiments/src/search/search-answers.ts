import {
  add,
  customGrad,
  logSumExp,
  matMul,
  reshape,
  type Tensor,
  type Tensor1D,
  tensor3d,
  type Tensor3D,
  tensor4d,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { AnsweredTask } from '../metrics/evaluate-network.js';
import { gatherRows } from '../optimization/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../optimization/cross-entropy.js';
import { absentClass, applyProbes, type Probes, probesOfGroup } from '../read-outs/index.js';
import type { MaskedBody, SampledStep, TaskRange } from '../masked/masked-body.js';
import { centredLogits } from './centring/centre-on-device.js';
import type { Answers } from './objectives/objective.js';
import type { OriginalHeadTensors, SearchReadOuts } from './search-read-outs.js';
import type { SearchTask } from './search-task.js';

/** The answers that an objective reads, and the loss of the complements' linear probes. */
export interface SearchAnswers extends Answers {
  /** The cross-entropy of the complements' linear probes, which only they learn from: `[tasks]`. */
  lossOfComplementProbes(): Tensor1D;
}

/** A batch of several tasks, and how their masks are sampled. */
export interface AnsweredBatch {
  readonly inputs: readonly Tensor[];
  readonly group: TaskRange;
  readonly batch: Uint32Array;
  /** A sample of the masks; false for hard ones. */
  readonly sample: false | SampledStep;
}

/**
 * Computes the answers to a batch of one split under a body's masks, each of `samples` mask samples of a step for a part of the batch. Call
 * it within a tidy.
 *
 * The logits of linear probes are centred for each sampled mask, as a bias of its own would do: a dropped unit shifts the units behind it,
 * and one bias for all samples would take that for harm.
 */
export const createAnswers =
  (
    body: MaskedBody,
    { probes, complementProbes, original, outputs }: SearchReadOuts,
    tasks: readonly SearchTask[],
    split: 'train' | 'validation',
    samples = 1,
  ) =>
  ({ inputs, group, batch, sample }: AnsweredBatch): SearchAnswers => {
    const ofGroup = tasks.slice(group.from, group.from + group.count);
    const targets = weightedTargets(
      ofGroup.map((task) => ({ y: task[split].y, classWeights: task.classWeights })),
      batch,
    );
    const classes = targets.shape[2];
    const readBy = (of: Probes) => probesOfGroup(of, group, classes);
    const featuresOfComplement = once(() => body.apply(inputs, group, sample, true));
    const outputsOfWhole = once(() => {
      const width = original!.bias.size;
      return tensor3d(gatherRows(outputs![split], width, batch), [1, batch.length, width]);
    });
    const subnetwork = () => {
      const features = body.apply(inputs, group, sample);
      if (probes === undefined) return classLogits(originalOutputs(original!, features), ofGroup, classes);
      const { kernel, bias } = readBy(probes);
      if (sample === false) return applyProbes({ kernel, bias }, features);
      return add<Tensor3D>(centredLogits(matMul(features, kernel as Tensor3D), targets, samples), bias);
    };
    return {
      targets,
      classCounts: ofGroup.map(({ classNames }) => classNames.length),
      get ofClass() {
        return tensor3d(
          ofGroup.flatMap(({ classOf }) => Array.from(classOf, (label) => Number(label === 1))),
          [group.count, 1, ofGroup[0]!.classOf.length],
        );
      },
      subnetwork: once(subnetwork),
      whole: once(() => classLogits(outputsOfWhole(), ofGroup, classes)),
      complement: once(() => {
        const { kernel, bias } = readBy(complementProbes!);
        return applyProbes({ kernel: stopGradient(kernel), bias: stopGradient(bias) }, featuresOfComplement());
      }),
      outputsOfWhole,
      outputsOfComplement: once(() => originalOutputs(original!, featuresOfComplement())),
      lossOfComplementProbes: () =>
        crossEntropyPerTask(applyProbes(readBy(complementProbes!), stopGradient(featuresOfComplement())), targets),
    };
  };

const once = <Value>(compute: () => Value): (() => Value) => {
  let value: Value | undefined;
  return () => (value ??= compute());
};

/** Features `[tasks, batch, features]` → outputs of the original head, `[tasks, batch, outputs]`. */
const originalOutputs = ({ kernel, bias }: OriginalHeadTensors, features: Tensor3D): Tensor3D => {
  const [tasks, batch, width] = features.shape;
  return reshape(add(matMul(reshape(features, [tasks * batch, width]), kernel), bias), [tasks, batch, bias.size]);
};

/**
 * Outputs `[tasks or 1, batch, outputs]` → logits of each task's classes, the log-sum-exp of the outputs in each: `[tasks, batch,
 * classes]`.
 */
const classLogits = (outputs: Tensor3D, tasks: readonly AnsweredTask[], classes: number): Tensor3D => {
  const [rows, batch, width] = outputs.shape;
  return logSumExp(add(reshape(outputs, [rows, batch, 1, width]), outsideOfClasses(tasks, classes, width)), -1);
};

/** Nearly −∞ for each output outside a class of a task, else 0: `[tasks, 1, classes, outputs]`. */
const outsideOfClasses = (tasks: readonly AnsweredTask[], classes: number, outputs: number): Tensor =>
  tensor4d(
    tasks.flatMap(({ classOf }) =>
      Array.from({ length: classes * outputs }, (_, at) => (classOf[at % outputs] === Math.floor(at / outputs) ? 0 : absentClass)),
    ),
    [tasks.length, 1, classes, outputs],
  );

/** The same values, without a gradient. */
const stopGradient = <Kind extends Tensor>(x: Kind): Kind =>
  customGrad((value) => ({ value: (value as Tensor).clone(), gradFunc: (dy: Tensor) => zerosLike(dy) }))(x) as Kind;
