import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { inMemory } from '@dum/datasets';
import { networkOutputs } from '@dum/experiments';
import { sparseOutputs } from '../../src/networks/sparse-outputs.js';

/** More samples than go together, a ninth of their values other than zero. */
const samples = (inputs: number, share = 1 / 9) => ({
  source: inMemory({
    x: Float32Array.from({ length: 1001 * inputs }, (_, at) => (((at * 7919) % 1013) / 1013 < share ? Math.sin(at) : 0)),
    sampleShape: [inputs],
  }),
});

const dense = (config: Partial<Parameters<typeof layers.dense>[0]>, inputs = 10) =>
  sequential({ layers: [layers.dense({ units: 7, inputShape: [inputs], biasInitializer: 'randomNormal', ...config })] });

describe('sparseOutputs', () => {
  it.each([
    ['relu', true],
    ['linear', true],
    ['relu', false],
  ] as const)('are the outputs of a dense layer: %s, with a bias: %s', async (activation, useBias) => {
    const network = dense({ activation, useBias });
    const [expected] = await networkOutputs(network, samples(10));
    expect(await sparseOutputs(network, samples(10))).toBeAllclose(expected!, 1e-6);
  });

  it('are left to the backend for samples that are not sparse, and for other networks', async () => {
    expect(await sparseOutputs(dense({ activation: 'relu' }), samples(10, 0.5))).toBeUndefined();
    expect(await sparseOutputs(dense({ activation: 'tanh' }), samples(10))).toBeUndefined();
    const two = sequential({ layers: [layers.dense({ units: 3, inputShape: [10] }), layers.dense({ units: 2 })] });
    expect(await sparseOutputs(two, samples(10))).toBeUndefined();
  });
});
