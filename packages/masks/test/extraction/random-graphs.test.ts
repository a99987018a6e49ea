import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMaskSet, fingerprintNetwork, insertMasks, type InsertMasksOptions, removeHead } from '@dum/masks';
import { noiseKey } from '@dum/masks/noise';
import { extractedBy, type Masked } from './_extracted.js';
import { type Dice, diceOf, networkOf, recipes, runs } from './_random-graph.js';

it('extracts the masked network from any network, for any masks that can be inserted', { timeout: 600_000 }, async () => {
  let [removed, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const network = networkOf(recipe);
      const dice = diceOf(noiseKey(recipe.seed, 1));
      const masked = await masksFor(network, dice);
      fc.pre(masked !== undefined);
      const [, features] = removeHead(network).outputs[0]!.shape as [null, number];
      const readOut = {
        kind: 'new-head' as const,
        classNames: ['no', 'yes'],
        kernel: Float32Array.from({ length: features * 2 }, () => dice([-1.5, -0.5, 0, 0.7, 1])),
        bias: Float32Array.from([0.2, -0.1]),
      };
      const options = { dropInputs: dice([true, false]) };
      const found = await extractedBy(network, { ...masked, options, ...(dice([0, 0, 1]) === 1 ? {} : { readOut }) }).catch(
        (error: unknown) => {
          if (!(error instanceof DumError && /^(writeMasks|insertMasks):/.test(error.message))) throw error;
          refused++;
          return undefined;
        },
      );
      removed += found?.certificate.units.masked ?? 0;
    }),
    runs,
  );
  expect(removed).toBeGreaterThan(runs.numRuns);

  expect(refused).toBe(0);
});

/** Masks behind chosen layers or where they stand by default, with or without the inputs; undefined where none can be inserted. */
const masksFor = async (network: LayersModel, dice: Dice): Promise<Masked | undefined> => {
  const chosen = network.layers.filter(({ name }) => name !== 'head' && dice([true, false])).map(({ name }) => name);
  const choices: InsertMasksOptions = {
    ...(dice([true, false]) ? { inputs: dice(['channel', 'element']) } : {}),
    granularity: dice(['channel', 'channel', 'element']),
    ...(chosen.length > 0 && dice([true, false]) ? { layers: chosen } : {}),
  };
  const density = dice([0, 3, 5, 8]);
  try {
    const { masks, network: masked } = insertMasks(network, choices);
    const layers = masks.map(({ layer, places, mask }) => {
      const shape = mask.logits.shape.slice(1) as number[];
      const units = shape.reduce((product, size) => product * size, 1);
      const kept = Array.from({ length: units }, () => (dice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) < density ? 1 : 0));
      return { layer, places, granularity: mask.granularity, shape, kept };
    });
    masked.dispose();
    return { masks: createMaskSet(await fingerprintNetwork(network), layers), choices };
  } catch (error) {
    if (error instanceof DumError) return undefined;
    throw error;
  }
};
