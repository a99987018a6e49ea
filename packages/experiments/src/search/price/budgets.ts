import type { LayersModel } from '@tensorflow/tfjs-layers';
import { flattenNetwork } from '@dum/masks';
import type { Budget } from '@dum/masks/mask-set';
import { type MaskedBody, unitCount } from '../../masked/masked-body.js';
import { readExpectedUnits } from './read-penalties.js';
import type { LayerLogits } from '../../masked/read-logits.js';
import { createPriceControl } from './price-control.js';
import { taskWiring } from '../../masked/task-wiring.js';
import { withinBudget } from './within-budget.js';

/** The budgets of a search: one for each task, with its own price. */
export interface Budgets {
  /** Reads the masks and returns the new factor of each task's price in each mask; `progress` is the share of the run that is done. */
  priceAt(temperature: number, progress: number): Promise<Float32Array[]>;
  /** The current mean price of a unit of each task, as a multiple of the given price α. */
  multipliers(): number[];
  /** Keeps the units of the highest logits of each task within its budget. */
  within(logits: readonly LayerLogits[][]): LayerLogits[][];
}

/** Budgets with one limit for the tasks of a search; each has the outputs of its linear probe, or undefined for the original head. */
export const createBudgets = (
  network: LayersModel,
  body: MaskedBody,
  outputs: readonly (number | undefined)[],
  budget: Budget,
): Budgets => {
  const layers = body.masks.map(({ layer, mask }) => ({
    layer,
    units: unitCount(mask),
  }));
  const flat = flattenNetwork(network);
  const wirings = outputs.map((classes) =>
    taskWiring(
      flat,
      layers.map(({ layer }) => layer),
      classes,
    ),
  );
  flat.dispose();
  const controls = wirings.map((wiring) => createPriceControl(layers, budget, wiring));
  return {
    async priceAt(temperature, progress) {
      const expected = await readExpectedUnits(body, temperature);
      for (const [task, control] of controls.entries())
        control.observe(
          expected.map((ofMask) => ofMask[task]!),
          progress,
        );
      return layers.map((_, at) => Float32Array.from(controls, ({ factors }) => factors[at]!));
    },
    multipliers: () => controls.map(({ multiplier }) => multiplier),
    within: (logits) => logits.map((ofTask, task) => withinBudget(ofTask, layers, budget, wirings[task]!)),
  };
};
