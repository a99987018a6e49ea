import { fitReadOuts, type LabelledTask, maskGradients } from '../read-outs/index.js';
import type { FrozenActivations } from '../masked/frozen-activations.js';
import { liveFeatures } from '../masked/live-features.js';
import { type MaskedBody, unitCount } from '../masked/masked-body.js';
import { shuffledBatches } from '../optimization/batches.js';
import { writeMaskValues } from '../masked/mask-values.js';
import type { ScoringRun } from './scoring-run.js';

/** Batches that gradients are averaged over. */
const scoredBatches = 20;

/** The share of the remaining units that each round removes. */
const removedShare = 0.12;

/** One score per unit for each task: the squared gradient of its mask, with all units kept and a linear probe fitted on them. */
export const taylor = async (run: ScoringRun): Promise<Float32Array[][]> => {
  const { body, tasks } = run;
  const all = tasks.map(() => body.masks.map(({ mask }) => new Float32Array(unitCount(mask)).fill(1)));
  return gradientsWith(run, all, 1);
};

/**
 * One score per unit for each task: the order of its removal. Each round removes the units of the smallest squared gradients in the
 * remaining network, with a linear probe fitted on it.
 *
 * The last unit removed scores highest. All tasks share the rounds; each has its own removals. Rounds end where at most `fewest` units are
 * left, which are ranked by the gradients of the last round.
 */
export const iterativeTaylor = async (run: ScoringRun): Promise<Float32Array[][]> => {
  const { body, tasks, fewest, onRound, signal } = run;
  const kept = tasks.map(() => body.masks.map(({ mask }) => new Float32Array(unitCount(mask)).fill(1)));
  const scores = tasks.map(() => body.masks.map(({ mask }) => new Float32Array(unitCount(mask))));
  const total = body.masks.reduce((count, { mask }) => count + unitCount(mask), 0);
  let removed = 0;
  for (let left = total, round = 1; left > fewest; round++) {
    const gradients = await gradientsWith(run, kept, round);
    const next = Math.min(left - 1, Math.floor(left * (1 - removedShare)));
    tasks.forEach((_, task) => {
      const ranked = kept[task]!.flatMap((units, mask) =>
        Array.from(units, (bit, unit) => ({ mask, unit, bit, gradient: gradients[task]![mask]![unit]! })),
      )
        .filter(({ bit }) => bit === 1)
        .sort((a, b) => a.gradient - b.gradient || b.mask - a.mask || b.unit - a.unit);
      ranked.forEach(({ mask, unit }, place) => {
        scores[task]![mask]![unit] = removed + place;
        if (place < left - next) kept[task]![mask]![unit] = 0;
      });
    });
    removed += left - next;
    left = next;
    onRound?.(removed / total);
    signal?.throwIfAborted();
  }
  return scores;
};

const gradientsWith = async (
  { body, tasks, activations, batchSize, readOutEpochs, seed, signal }: ScoringRun,
  masks: readonly Float32Array[][],
  round: number,
): Promise<Float32Array[][]> => {
  writeMaskValues(body, masks);
  const readOuts = await fitOn(body, tasks, activations, { features: body.features, epochs: readOutEpochs, batchSize, seed, signal });
  const batches = shuffledBatches(activations.count, batchSize, seed, round).slice(0, scoredBatches);
  return maskGradients(body, readOuts, tasks, activations, batches);
};

const fitOn = async (
  body: MaskedBody,
  tasks: readonly LabelledTask[],
  activations: FrozenActivations,
  options: Parameters<typeof fitReadOuts>[2],
) => fitReadOuts(await liveFeatures(body, activations), tasks, options);
