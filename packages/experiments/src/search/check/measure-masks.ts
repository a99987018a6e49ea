import { complement } from '@dum/masks/mask-set';
import { maskItself } from '../../masked/mask-itself.js';
import { maskBody, type MaskedBody } from '../../masked/masked-body.js';
import { stepsPerEpoch } from '../../optimization/batches.js';
import { fitMasks, type LinearReadOut } from '../../read-outs/index.js';
import { finalFitting } from '../final-fitting.js';
import { maskSetOf } from '../mask-set-of.js';
import { countKept, type Kept } from '../refinement/moves.js';
import { createSearchReadOuts, disposeSearchReadOuts, readsComplement } from '../search-read-outs.js';
import { learnsLabels } from '../steppers/host/host-stepper.js';
import { type Validated, validateObjective, validateTasks } from '../validate-masks.js';
import { applyWarmStarts } from '../warm-start.js';
import { batchSize, type Measuring } from './measuring.js';

/** A hard mask, and its objective with a read-out fitted to it. */
export interface MeasuredMask {
  readonly kept: Kept;
  readonly objective: number;
  /** The linear probes of the kept units and of the complement, where the search has them. */
  readonly probes: readonly LinearReadOut[];
}

/** Fits to each mask of a task what a search fits to its final one, on few samples, and measures its objective on the validation split. */
export const measureMasks = async (measuring: Measuring, masks: readonly Kept[]): Promise<MeasuredMask[]> => {
  const { search, task, outputs, prices } = measuring;
  const { body: frozen, head, means, settings } = search;
  const tasks = masks.map(() => task);
  const mask = { estimator: maskItself, constants: means !== undefined };
  const body = maskBody(frozen, { taskSeeds: masks.map(() => 0), mask });
  const searchReadOuts = createSearchReadOuts(body, tasks, { head, outputs }, settings);
  try {
    const probes = await fitProbes(measuring, body, masks);
    const started = tasks.map((each, at) => ({
      ...each,
      start: { logits: masks[at]!.map((bits) => Float32Array.from(bits)), probes: probes[at]! },
    }));
    applyWarmStarts(body, searchReadOuts, started);
    const { validation } = measuring.activations;
    const validated: Validated[] = learnsLabels(settings)
      ? await validateTasks(body, searchReadOuts.probes!, tasks, validation)
      : await validateObjective(body, searchReadOuts, tasks, validation, settings.objective);
    return masks.map((kept, at) => {
      const priced = prices === undefined ? 0 : prices.reduce((total, price, layer) => total + price * countKept([kept[layer]!]), 0);
      return { kept, objective: validated[at]!.validationLoss + priced, probes: probes[at]! };
    });
  } finally {
    disposeSearchReadOuts(searchReadOuts);
    body.dispose();
  }
};

/**
 * Fits the linear probes of each mask. The body has the masks afterwards, with their statistics and what dropped units become: their means,
 * where a search learns constants, because learning those for each mask takes as long as a search.
 */
const fitProbes = async (
  { search: { fingerprint, means, settings }, task, activations: { train }, steps }: Measuring,
  body: MaskedBody,
  masks: readonly Kept[],
): Promise<LinearReadOut[][]> => {
  const tasks = masks.map(() => task);
  const sets = masks.map((kept) => maskSetOf(body, kept, fingerprint));
  const dropped = settings.dropped === 'constant' ? 'mean' : settings.dropped;
  const readOutEpochs = Math.ceil(steps / stepsPerEpoch(train.count, batchSize));
  const fitting = finalFitting({ ...settings, dropped, readOutEpochs, batchSize, onProgress: () => undefined }, tasks, means);
  const complements = readsComplement(settings)
    ? await fitMasks(body, sets.map(complement), tasks, train, {
        ...fitting,
        effects: { ...fitting.effects, normalization: 'frozen' },
        heads: [],
      })
    : [];
  const fitted = await fitMasks(body, sets, tasks, train, fitting);
  return masks.map((_, at) => [fitted[at]!, complements[at]].flatMap((each) => (each?.readOut.kind === 'new-head' ? [each.readOut] : [])));
};
