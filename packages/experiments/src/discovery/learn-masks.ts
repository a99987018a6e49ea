import {
  add,
  dispose,
  keep,
  nextFrame,
  type Scalar,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
  type Variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type { Task } from '@dum/datasets';
import { shuffledBatches, stepsPerEpoch } from '../training/batches.js';
import { crossEntropyPerTask, weightedTargets } from '../training/cross-entropy.js';
import { ScheduledAdam } from '../training/scheduled-adam.js';
import { cosineDecay, geometric } from '../training/schedules.js';
import { applyHeads, type Heads } from './heads.js';
import type { FrozenActivations, MaskedBody } from './masked-body.js';
import type { DiscoverySettings } from './options.js';
import { readLogits, readPenalties } from './read-logits.js';
import { divergenceLimit, type LearnedMasks, TaskProgress } from './task-progress.js';
import { validateTasks } from './validate-tasks.js';

/** Steps between looks at the losses and pauses for whatever else the process does. */
const stepsPerLook = 20;

/**
 * Learns the masks of all tasks in one pass over the data an epoch; logits and heads alone change.
 *
 * The loss is a sum over tasks of each one's own mean and penalty, noise and batches are keyed by seed, task, layer and step, and no
 * operation mixes tasks, so that none depends on which ride along. A task whose loss or logits are not finite, or beyond all bounds,
 * has diverged; the others go on.
 */
export const learnMasks = async (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly Task[],
  activations: { readonly train: FrozenActivations; readonly validation: FrozenActivations },
  settings: DiscoverySettings,
): Promise<LearnedMasks[]> => {
  const { epochs, batchSize, seed, temperature, patience, onProgress, signal } = settings;
  const takeStep = createStep(body, heads, tasks, activations.train, settings);
  const temperatureAt = geometric(temperature.start, temperature.end);
  const perEpoch = stepsPerEpoch(activations.train.count, batchSize);
  const steps = perEpoch * epochs;
  const progress = tasks.map(({ name }) => new TaskProgress(name, patience));
  const isAnyLearning = () => progress.some(({ isLearning }) => isLearning);
  let step = 0;
  for (let epoch = 1; epoch <= epochs && isAnyLearning(); epoch++) {
    const sums = tasks.map(() => 0);
    let seen: Tensor1D[] = [];
    const look = async () => {
      const losses = await Promise.all(seen.map((perTask) => perTask.data()));
      dispose(seen);
      seen = [];
      progress.forEach((state, task) => {
        for (const perTask of losses) sums[task]! += perTask[task]!;
        if (!(sums[task]! <= divergenceLimit * perEpoch)) state.diverge(epoch);
      });
    };
    for (const batch of shuffledBatches(activations.train.count, batchSize, seed, epoch)) {
      seen.push(takeStep.at(batch, step, step / steps, temperatureAt(step / steps)));
      step++;
      if (step % stepsPerLook !== 0) continue;
      await look();
      onProgress?.({ phase: 'masks', epoch, epochs, step, steps });
      await nextFrame();
      if (signal?.aborted || !isAnyLearning()) break;
    }
    await look();
    if (signal?.aborted) break;
    const validated = await validateTasks(body, heads, tasks, activations.validation);
    const layers = await readLogits(body);
    const penalties = await readPenalties(body);
    const records = progress.map((state, task) =>
      state.record(epoch, { ...validated[task]!, loss: sums[task]! / perEpoch, penalty: penalties[task]! }, layers[task]!),
    );
    onProgress?.({ phase: 'masks', epoch, epochs, step, steps, tasks: records });
  }
  takeStep.dispose();
  signal?.throwIfAborted();
  return progress.map((state) => state.result());
};

/** One optimizer step of all tasks; `at` returns the loss of each, without the penalty. */
const createStep = (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly Task[],
  activations: FrozenActivations,
  settings: DiscoverySettings,
) => {
  const labels = tasks.map(({ train, classWeights }) => ({ y: train.y, classWeights }));
  const groups = [
    {
      variables: body.masks.map(({ mask }) => mask.logits.read() as Variable),
      adam: new ScheduledAdam(cosineDecay(settings.learningRate)),
    },
    { variables: [heads.kernel, heads.bias], adam: new ScheduledAdam(cosineDecay(settings.headLearningRate)) },
  ];
  const variables = groups.flatMap((group) => group.variables);
  return {
    at: (batch: Uint32Array, step: number, progress: number, temperature: number): Tensor1D =>
      tidy(() => {
        let losses: Tensor1D | undefined;
        const { grads } = variableGrads(() => {
          const features = body.apply(activations, batch, { step, temperature });
          losses = keep(crossEntropyPerTask(applyHeads(heads, features), weightedTargets(labels, batch)));
          return sum<Scalar>(
            body.masks.map(({ mask }) => mask.penaltyPerTask()).reduce<Tensor>((all, penalty) => add(all, penalty), losses),
          );
        }, variables);
        for (const group of groups) {
          group.adam.applyAt(
            progress,
            group.variables.map(({ name }) => ({ name, tensor: grads[name]! })),
          );
        }
        return losses!;
      }),
    dispose: () => {
      for (const { adam } of groups) adam.dispose();
    },
  };
};
