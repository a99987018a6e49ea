import { liveFeatures } from '../../masked/live-features.js';
import { maskItself } from '../../masked/mask-itself.js';
import { writeMaskValues } from '../../masked/mask-values.js';
import { maskBody } from '../../masked/masked-body.js';
import { shuffledBatches, stepsPerEpoch } from '../../optimization/batches.js';
import { fitReadOuts, maskGradients } from '../../read-outs/index.js';
import { countKept, keepLargest, type Kept } from '../refinement/moves.js';
import { batchSize, type Measuring } from './measuring.js';

/** The steps that fit the linear probe of a round, and the batches that its gradients are averaged over. */
const [stepsOfFit, batches] = [100, 4];
/** The share of the units that a round leaves. */
const leftShare = 0.5;

/**
 * A mask of as many units as another, without a search: iterative Taylor scores in few rounds. Each takes the squared gradient of every unit
 * behind a new linear probe, and leaves the better half of the units, until as many are left.
 *
 * Layers share one number of units, or each keeps its own with `byLayer`.
 */
export const taylorMask = async ({ search, task, activations: { train } }: Measuring, like: Kept, byLayer: boolean): Promise<Kept> => {
  const { body: frozen, settings } = search;
  const { seed, signal } = settings;
  const pools = byLayer ? like.map((_, layer) => [layer]) : [[...like.keys()]];
  const wanted = pools.map((pool) => countKept(pool.map((layer) => like[layer]!)));
  const body = maskBody(frozen, { taskSeeds: [0], mask: { estimator: maskItself } });
  try {
    let kept: Kept = like.map((bits) => bits.map(() => 1));
    const isDone = () => countKept(kept) === countKept(like);
    for (let round = 1; !isDone(); round++) {
      signal?.throwIfAborted();
      writeMaskValues(body, [kept]);
      const epochs = Math.ceil(stepsOfFit / stepsPerEpoch(train.count, batchSize));
      const readOuts = await fitReadOuts(await liveFeatures(body, train), [task], {
        features: body.features,
        epochs,
        batchSize,
        seed,
        signal,
      });
      const rows = shuffledBatches(train.count, batchSize, seed, round).slice(0, batches);
      const [scores] = await maskGradients(body, readOuts, [task], train, rows);
      kept = pools.reduce((masks, pool, at) => {
        const left = countKept(pool.map((layer) => masks[layer]!));
        return keepLargest(masks, scores!, Math.max(wanted[at]!, Math.floor(left * leftShare)), pool);
      }, kept);
    }
    return kept;
  } finally {
    body.dispose();
  }
};
