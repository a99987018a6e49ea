import '../_cpu.js';
import { layers, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createMaskSet,
  extractSubnetwork,
  fingerprintNetwork,
  insertMasks,
  type LayerMaskInput,
  type MaskSet,
  networkCosts,
  noiseKey,
  removeHead,
  UnitMask,
  writeMasks,
} from '@dum/masks';
import { inputFor, outputsOf, reload, stateOf } from '../networks/_networks.js';
import { type Dice, diceOf, networkOf, recipes } from './_random-graph.js';

const unmaskable = /^(InputLayer|Sequential|Functional|Model)$/;

const masksFor = async (network: LayersModel, dice: Dice): Promise<MaskSet | undefined> => {
  const density = dice([0, 0.3, 0.5, 0.8]);
  const once = network.layers.filter(
    (layer) => layer.inboundNodes.length === 1 && layer.name !== 'head' && !unmaskable.test(layer.getClassName()) && dice([0, 1]) === 1,
  );
  const masks = once.map((layer): LayerMaskInput => {
    const shape = (layer.output as SymbolicTensor).shape.slice(1) as number[];
    const units = dice([0, 0, 1]) === 1 ? shape : shape.slice(-1);
    const count = units.reduce((product, size) => product * size, 1);
    return {
      layer: layer.name,
      shape: units,
      kept: Array.from({ length: count }, () => (dice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) / 10 < density ? 1 : 0)),
    };
  });
  return masks.length === 0 ? undefined : createMaskSet(await fingerprintNetwork(network), masks);
};

const relativeDifference = (expected: number[][], found: number[][]): number => {
  const largest = Math.max(...expected.flat().map(Math.abs));
  const difference = Math.max(...expected.flat().map((value, index) => Math.abs(value - found.flat()[index]!)));
  return largest === 0 ? difference : difference / largest;
};

it('extracts the masked network from any network, for any masks', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(recipes, async (recipe) => {
      const network = networkOf(recipe);
      const dice = diceOf(noiseKey(recipe.seed, 1));
      const masks = await masksFor(network, dice);
      fc.pre(masks !== undefined);
      const before = stateOf(network);
      const features = removeHead(network).outputs[0]!.shape[1]!;
      const readOut = {
        kind: 'new-head' as const,
        classNames: ['no', 'yes'],
        kernel: Float32Array.from({ length: features * 2 }, () => dice([-1.5, -0.5, 0, 0.7, 1])),
        bias: Float32Array.from([0.2, -0.1]),
      };
      const subject = dice([0, 1, 2]) === 0 ? { masks } : { masks, readOut };
      const { network: extracted, certificate } = await extractSubnetwork(network, subject);

      expect(stateOf(network)).toEqual(before);
      const inserted = insertMasks(network, {
        layers: masks.layers.map(({ layer }) => layer),
        mask: ({ name }) => ({ granularity: masks.layers.find(({ layer }) => layer === name)!.shape.length > 1 ? 'element' : 'channel' }),
      });
      writeMasks(inserted, [masks]);
      let oracle = inserted.network;
      if ('readOut' in subject) {
        const body = removeHead(inserted.network);
        const head = layers.dense({ units: 2, name: 'read_out' });
        const logits = head.apply(body.outputs) as SymbolicTensor;
        head.setWeights([tensor(readOut.kernel, [features, 2]), tensor(readOut.bias)]);
        oracle = model({ inputs: body.inputs, outputs: [logits, layers.softmax().apply(logits) as SymbolicTensor] });
        const logitsOf = extracted.layers.at(-1)!.inboundNodes[0]!.inputTensors[0]!;
        expect(
          relativeDifference([outputsOf(oracle)[0]!], outputsOf(model({ inputs: extracted.inputs, outputs: logitsOf }), inputFor(oracle))),
        ).toBeLessThan(1e-5);
      }
      const expected = outputsOf(oracle).slice(-1);
      expect(relativeDifference(expected, outputsOf(extracted, inputFor(oracle)))).toBeLessThan(1e-5);
      expect(certificate.outputs.difference).toBeLessThanOrEqual(1e-5 * certificate.outputs.largest);
      expect(extracted.layers.some((layer) => layer instanceof UnitMask || layer.getClassName() === 'Dropout')).toBe(false);
      expect(certificate.after).toEqual(networkCosts(extracted));
      const { units } = certificate;
      expect(units.after + units.masked + units.dead + units.unreachable).toBe(units.before);
      expect(relativeDifference(expected, outputsOf(await reload(extracted), inputFor(oracle)))).toBeLessThan(1e-5);
    }),
    { numRuns: Number(process.env.RUNS ?? 100), seed: Number(process.env.SEED ?? 1) },
  );
});
