import { type BaselineName, scoreUnits } from '@dum/experiments';
import { createMaskSet, keepUnits, keepWithin, type MaskSet, type UnitScores } from '@dum/masks';
import { type Measuring, measureMasks, type WithRest } from './rest.js';

/** A way of choosing units, and what came of it for each task. */
export interface Choice {
  readonly name: string;
  readonly rows: readonly WithRest[];
}

const methods: readonly BaselineName[] = ['random', 'weightMagnitude', 'taylor'];

/** The units of the highest scores, of several sizes; at the last, all of the layer that the head reads with the best units before it. */
export const measureBaselines = async (
  measuring: Measuring,
  { sizes, firstLayerSizes }: { readonly sizes: readonly number[]; readonly firstLayerSizes: readonly number[] },
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
      scores.map((ofTask) => wholeLastLayer(ofTask, size)),
    );
  return choices;
};

/** All units of the last masked layer, and so many of the highest scores of those before it: nothing reaches the head of the rest. */
const wholeLastLayer = ({ network, layers }: UnitScores, size: number): MaskSet => {
  const last = layers.at(-1)!;
  const before = keepWithin({ network, layers: layers.slice(0, -1) }, keepUnits(size));
  return createMaskSet(network, [
    ...before.layers,
    { layer: last.layer, shape: last.shape, kept: new Uint8Array(last.scores.length).fill(1) },
  ]);
};
