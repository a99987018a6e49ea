import '../_cpu.js';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { createMaskSet, extractSubnetwork, fingerprintNetwork } from '@dum/masks';
import { randomize } from '../networks/_networks.js';

it('extracts a chain of dense layers', async () => {
  const network = randomize(
    sequential({
      layers: [
        layers.dense({ units: 7, inputShape: [4], activation: 'relu', name: 'first' }),
        layers.dense({ units: 5, activation: 'sigmoid', name: 'second' }),
        layers.dense({ units: 3, activation: 'softmax', name: 'last' }),
      ],
    }),
  );
  const masks = createMaskSet(await fingerprintNetwork(network), [
    { layer: 'first', shape: [7], kept: [1, 0, 0, 1, 1, 0, 0] },
    { layer: 'second', shape: [5], kept: [1, 0, 0, 1, 0] },
  ]);
  const readOut = {
    kind: 'new-head' as const,
    classNames: ['a', 'b'],
    kernel: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    bias: Float32Array.from([1, -1]),
  };
  const { network: extracted, certificate } = await extractSubnetwork(network, { masks, readOut });
  extracted.summary();
  console.log(certificate);
  expect(certificate.outputs.difference).toBeLessThan(1e-5);
});
