import type { LayersModel } from '@tensorflow/tfjs-layers';
import { flattenNetwork } from '@dum/masks';
import type { Budget } from '@dum/masks/mask-set';
import type { MaskedBody } from '../../masked/masked-body.js';
import { readExpectedUnits } from './read-penalties.js';
import { unitCount } from '../../masked/unit-count.js';
import type { LayerLogits } from '../../masked/read-logits.js';
import { createPriceControl } from './price-control.js';
import { taskWiring } from '../../masked/task-wiring.js';
import { withinBudget } from './within-budget.js';

/** The budgets of a search: one a task, each with a price of its own. */
export interface Budgets {
  /** Looks at the masks, where so much of the run is done, and gives the new factor of each task's price in each mask. */
  priceAt(temperature: number, progress: number): Promise<Float32Array[]>;
  /** How many times the price given a unit of each task costs now, on average. */
  multipliers(): number[];
  /** The logits of each task with the units of the highest kept, within its budget. */
  within(logits: readonly LayerLogits[][]): LayerLogits[][];
}

/** Budgets for the tasks of a search, all of the same limit; each has the outputs of its new head, or undefined for the network's own. */
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
