import '../_cpu.js';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { networkCosts, noiseKey, removeHead } from '@dum/masks';
import { type Bits, extracted } from './_extracted.js';
import { type Dice, diceOf, networkOf, recipes } from './_random-graph.js';

const unmaskable = /^(InputLayer|Sequential)$/;

/** Masks of channels or elements behind some of the layers; nothing where none was chosen. */
const masksFor = (network: LayersModel, dice: Dice): Bits | undefined => {
  const density = dice([0, 0.3, 0.5, 0.8]);
  const chosen = network.layers.filter(
    (layer) => layer.inboundNodes.length === 1 && layer.name !== 'head' && !unmaskable.test(layer.getClassName()) && dice([true, false]),
  );
  if (chosen.length === 0) return undefined;
  const entries = chosen.map((layer) => {
    const whole = (layer.output as SymbolicTensor).shape.slice(1) as number[];
    const shape = dice([whole, whole.slice(-1), whole.slice(-1)]);
    const count = shape.reduce((product, size) => product * size, 1);
    const kept = Array.from({ length: count }, () => (dice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) / 10 < density ? 1 : 0));
    return [layer.name, { shape, kept }] as const;
  });
  return Object.fromEntries(entries);
};

it('extracts the masked network from any network, for any masks', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const network = networkOf(recipe);
      const dice = diceOf(noiseKey(recipe.seed, 1));
      const bits = masksFor(network, dice);
      fc.pre(bits !== undefined);
      const features = removeHead(network).outputs[0]!.shape[1]!;
      const readOut = {
        kind: 'new-head' as const,
        classNames: ['no', 'yes'],
        kernel: Float32Array.from({ length: features * 2 }, () => dice([-1.5, -0.5, 0, 0.7, 1])),
        bias: Float32Array.from([0.2, -0.1]),
      };
      const { network: small, certificate } = await extracted(network, { bits, ...(dice([0, 0, 1]) === 1 ? {} : { readOut }) });
      expect(certificate.after).toEqual(networkCosts(small));
    }),
    { numRuns: Number(process.env.DUM_RANDOM_GRAPHS ?? 300), seed: 1 },
  );
});
