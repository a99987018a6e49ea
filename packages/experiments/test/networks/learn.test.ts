import { useBackend } from '@dum/backend';
import { glyphs, splitTrainValidation } from '@dum/datasets';
import { convNet, evaluateNetwork, residualNet, trainNetwork } from '@dum/experiments';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => useBackend('wasm'));

describe('a network of convolutions', () => {
  const data = glyphs({ seed: 1, train: 600, test: 100, size: 8, noise: 0, distortion: 0.3 });
  const splits = splitTrainValidation(data.train, { validation: 100, seed: 1 });
  const shape = { inputShape: [8, 8, 1] as const, filters: [8, 16], classes: 10 };

  it.each([
    ['convNet', () => convNet(shape)],
    ['convNet with batch normalization', () => convNet({ ...shape, batchNormalization: true })],
    ['residualNet', () => residualNet(shape)],
  ])('learns ten classes on wasm: %s', async (_, make) => {
    const network = make();
    await trainNetwork(network, { ...data, ...splits }, { epochs: 6, batchSize: 25, learningRate: 0.01 });
    expect((await evaluateNetwork(network, data.test, data.classNames)).accuracy).toBeGreaterThan(0.8);
  });
});
