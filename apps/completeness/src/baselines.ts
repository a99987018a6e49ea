import { type BaselineName, scoreUnits } from '@dum/experiments';
import { createMaskSet, keepUnits, keepWithin, type MaskSet, type UnitScores } from '@dum/masks';
import { type Measuring, measureMasks, type WithRest } from './rest.js';

/** A way of choosing units, and what came of it for each task. */
export interface Choice {
  readonly name: string;
  readonly rows: readonly WithRest[];
}

const methods: readonly BaselineName[] = ['random', 'weightMagnitude', 'taylor'];

/** The units of the highest scores, of several sizes; at the last, all of the layer that the head reads, with the best units before it and with those that were found. */
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

/** The same units and all of the last masked layer: nothing reaches the head of the rest. */
const withLastLayer = ({ network, layers }: MaskSet): MaskSet =>
  createMaskSet(
    network,
    layers.map((layer, at) => (at === layers.length - 1 ? { ...layer, kept: layer.kept.map(() => 1) } : layer)),
  );

/** So many units of the highest scores, of all layers but the last. */
const bestOfFirst = ({ network, layers }: UnitScores, size: number): MaskSet => {
  const last = layers.at(-1)!;
  const first = keepWithin({ network, layers: layers.slice(0, -1) }, keepUnits(size));
  return createMaskSet(network, [...first.layers, { layer: last.layer, shape: last.shape, kept: new Uint8Array(last.scores.length) }]);
};
