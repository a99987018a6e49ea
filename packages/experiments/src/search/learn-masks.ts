import { nextFrame } from '@tensorflow/tfjs-core';
import type { DroppedConstants } from '@dum/masks/mask-set';
import { shuffledBatches, stepsPerEpoch } from '../optimization/batches.js';
import { divergenceLimit } from '../optimization/divergence-limit.js';
import { geometric } from '../optimization/schedules.js';
import { createStepper } from './steppers/create-stepper.js';
import { learnsLabels } from './steppers/host/host-stepper.js';
import type { Budgets } from './price/budgets.js';
import { withHardMasks } from './price/with-hard-masks.js';
import { withHardBiases } from './centring/with-hard-biases.js';
import type { MaskedBody } from '../masked/masked-body.js';
import type { SplitActivations } from '../masked/frozen-activations.js';
import type { DiscoverySettings } from './options.js';
import { readLogits } from '../masked/read-logits.js';
import { pricedPenalties } from './price/layer-prices.js';
import { readPenalties } from './price/read-penalties.js';
import type { SearchReadOuts } from './search-read-outs.js';
import { type LearnedMasks, TaskProgress } from './task-progress.js';
import { validateObjective } from './validate-masks.js';
import { validateTasks } from './validate-masks.js';
import type { SearchTask } from './search-task.js';

/** Steps between checks of the losses, which also let other work of the process run. */
const stepsPerLook = 20;

/** How often a run adjusts the price of a budget. */
const pricesPerRun = 200;

/**
 * Learns the masks of all tasks in one pass over the data in each epoch; only logits and linear probes change.
 *
 * The loss is the sum over tasks of their own loss and penalty; noise and batches depend on seed, task, layer and step only, and no
 * operation mixes tasks. So no task depends on the others. A task whose loss or logits are not finite, or exceed the divergence limit, has
 * diverged; the others continue.
 */
export const learnMasks = async (
  body: MaskedBody,
  searchReadOuts: SearchReadOuts,
  tasks: readonly SearchTask[],
  activations: SplitActivations,
  settings: DiscoverySettings,
  { budgets, means }: { readonly budgets?: Budgets | undefined; readonly means?: DroppedConstants | undefined } = {},
): Promise<LearnedMasks[]> => {
  const { epochs, batchSize, seed, temperature, patience, onProgress, signal } = settings;
  const stepper = await createStepper(body, searchReadOuts, tasks, settings, means);
  const temperatureAt = geometric(temperature.start, temperature.end);
  const perEpoch = stepsPerEpoch(activations.train.count, batchSize);
  const steps = perEpoch * epochs;
  const stepsPerPrice = Math.max(1, Math.floor(steps / pricesPerRun));
  const penaltyOfMasks = pricedPenalties(settings, body.masks);
  const progress = tasks.map(({ name }) => new TaskProgress(name, patience));
  const isAnyLearning = () => progress.some(({ isLearning }) => isLearning);
  let step = 0;
  try {
    for (let epoch = 1; epoch <= epochs && isAnyLearning(); epoch++) {
      const sums = tasks.map(() => 0);
      const look = async () => {
        const losses = await stepper.drainLosses();
        progress.forEach((state, task) => {
          sums[task]! += losses[task]!;
          if (!(sums[task]! <= divergenceLimit * perEpoch)) state.diverge(epoch);
        });
      };
      for await (const batch of activations.train.read(shuffledBatches(activations.train.count, batchSize, seed, epoch))) {
        stepper.at(batch, step, step / steps, temperatureAt(step / steps));
        step++;
        if (budgets !== undefined && step % stepsPerPrice === 0) {
          stepper.sync();
          stepper.price(await budgets.priceAt(temperatureAt(step / steps), step / steps));
        }
        if (step % stepsPerLook !== 0) continue;
        await look();
        onProgress?.({ phase: 'masks', epoch, epochs, step, steps });
        await nextFrame();
        if (signal?.aborted || !isAnyLearning()) break;
      }
      await look();
      if (signal?.aborted) break;
      stepper.sync();
      const logits = await readLogits(body);
      const layers = budgets?.within(logits) ?? logits;
      const { probes } = searchReadOuts;
      const measure = () =>
        learnsLabels(settings)
          ? validateTasks(body, probes!, tasks, activations.validation)
          : validateObjective(body, searchReadOuts, tasks, activations.validation, settings.objective);
      const validate = () => (probes === undefined ? measure() : withHardBiases(body, probes, tasks, activations.train, measure));
      const validated = await (budgets === undefined ? validate() : withHardMasks(body, layers, validate));
      const penalties = await readPenalties(body, penaltyOfMasks, temperatureAt(step / steps));
      const records = progress.map((state, task) =>
        state.record(epoch, { ...validated[task]!, loss: sums[task]! / perEpoch, penalty: penalties[task]! }, layers[task]!),
      );
      onProgress?.({ phase: 'masks', epoch, epochs, step, steps, tasks: records });
    }
  } finally {
    stepper.dispose();
  }
  signal?.throwIfAborted();
  return progress.map((state) => state.result());
};
