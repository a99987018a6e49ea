import { type Budget, keepWithin, type Wiring } from '@dum/masks/mask-set';
import type { LayerLogits } from '../../masked/read-logits.js';
import type { LayerSize } from './expected-cost.js';

const unnamed = '0'.repeat(64);

/** The same logits, with the units of the highest kept: as many as the budget allows. */
export const withinBudget = (
  logits: readonly LayerLogits[],
  layers: readonly LayerSize[],
  budget: Budget,
  wiring: readonly Wiring[],
): LayerLogits[] => {
  const scores = logits.map(({ logits: scores }, at) => ({ layer: layers[at]!.layer, shape: [scores.length], scores }));
  const { layers: kept } = keepWithin({ network: unnamed, layers: scores }, budget, wiring);
  return logits.map((layer, at) => ({ ...layer, kept: kept[at]!.kept }));
};
