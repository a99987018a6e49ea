import type { MemoryPlan } from '../../kernels/host-memory.js';
import type { ImageProducts, PlannedProducts } from './image-products.js';
import type { Sweep } from './sweep.js';
import { planSweepProducts } from './sweep-products.js';
import { canTile, planTileProducts } from './tile-products.js';

/** The fewest channels for which tiles pay, because turning images into tiles and back takes the same for any number. */
const fewestForTiles = 12;

/** Places what products need: by tiles where these pay, otherwise place by place. */
export const planProducts = (plan: MemoryPlan, sweeps: readonly Sweep[], planned: PlannedProducts): ImageProducts => {
  const plain = planSweepProducts(plan, sweeps, planned);
  if (!canTile(sweeps) || planned.channels < fewestForTiles) return plain;
  const tiled = planTileProducts(plan, sweeps[0]!, planned);
  let chosen = plain;
  return {
    open(memory) {
      plain.open(memory);
      tiled.open(memory);
    },
    select(channels, arrangement, units) {
      chosen = channels.length < fewestForTiles ? plain : tiled;
      chosen.select(channels, arrangement, units);
    },
    run: (x, out, slope, adds) => {
      chosen.run(x, out, slope, adds);
    },
  };
};
