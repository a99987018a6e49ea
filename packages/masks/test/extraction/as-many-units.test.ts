import '../_cpu.js';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DumError } from '@dum/errors';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Granularity, insertMasks, type MaskedNetwork, unitGroups } from '@dum/masks';
import { networkOf, recipes } from './_random-graph.js';

it('units are as many for masks as for groups, in random networks', () => {
  let compared = 0;
  fc.assert(
    fc.property(recipes, fc.constantFrom('channel' as const, 'element' as const), (recipe, granularity) => {
      const network = networkOf(recipe);
      const groups = unitGroups(network, { granularity });
      const masked = maskedOr(network, granularity);
      for (const { layer, mask } of masked?.masks ?? []) {
        const units = groups.filter(({ places }) => places.includes(layer)).reduce((total, { size }) => total + size, 0);
        expect([layer, mask.logits.shape.slice(1).reduce<number>((total, size) => total * size!, 1)]).toEqual([layer, units]);
        compared++;
      }
      masked?.network.dispose();
      network.dispose();
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(compared).toBeGreaterThan(100);
});

/** The network with its masks; undefined where it has nothing to mask. */
const maskedOr = (network: LayersModel, granularity: Granularity): MaskedNetwork | undefined => {
  try {
    return insertMasks(network, { granularity });
  } catch (error) {
    if (error instanceof DumError && /none of them before the last|swap them/.test(error.message)) return undefined;
    throw error;
  }
};
