import { type BaselineName, scoreUnits } from '@dum/experiments';
import { createMaskSet, keepUnits, keepWithin, type MaskSet, type UnitScores } from '@dum/masks';
import { type Measuring, measureMasks, type WithComplement } from './complements.js';

/** A way of choosing units, and its results for each task. */
export interface Choice {
  readonly name: string;
  readonly rows: readonly WithComplement[];
}

const methods: readonly BaselineName[] = ['random', 'weightMagnitude', 'taylor'];

/**
 * Measures the units of the highest scores, at several sizes, and the bottleneck: all units of the last masked layer, with the best units
 * or the found units of the layers before it.
 */
export const measureBaselines = async (
  measuring: Measuring,
  { sizes, firstLayerSizes }: { readonly sizes: readonly number[]; readonly firstLayerSizes: readonly number[] },
  found: readonly MaskSet[],
  log: (line: string) => void,
): Promise<Choice[]> => {
  const { network, tasks } = measuring;
  const choices: Choice[] = [];
  const measure = async (name: string, masks: readonly MaskSet[]) => {
    choices.push({ name, rows: await measureMasks(measuring, masks) });
    log(`  ${name}`);
  };
  let scores: readonly UnitScores[] = [];
  for (const method of methods) {
    scores = await scoreUnits(network, tasks, { method });
    for (const size of sizes) {
      await measure(
        `${method} ${size}`,
        scores.map((ofTask) => keepWithin(ofTask, keepUnits(size))),
      );
    }
  }
  for (const size of firstLayerSizes)
    await measure(
      `last layer + taylor ${size}`,
      scores.map((ofTask) => withLastLayer(bestOfFirst(ofTask, size))),
    );
  await measure('last layer + labels alone', found.map(withLastLayer));
  return choices;
};

/** The same units and all units of the last masked layer: the complement has no path to the head. */
const withLastLayer = ({ network, layers }: MaskSet): MaskSet =>
  createMaskSet(
    network,
    layers.map((layer, at) => (at === layers.length - 1 ? { ...layer, kept: layer.kept.map(() => 1) } : layer)),
  );

/** The `size` units of the highest scores, of all layers but the last. */
const bestOfFirst = ({ network, layers }: UnitScores, size: number): MaskSet => {
  const last = layers.at(-1)!;
  const first = keepWithin({ network, layers: layers.slice(0, -1) }, keepUnits(size));
  return createMaskSet(network, [...first.layers, { layer: last.layer, shape: last.shape, kept: new Uint8Array(last.scores.length) }]);
};
