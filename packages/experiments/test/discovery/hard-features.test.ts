import '../_cpu.js';
import { describe, expect, it } from 'vitest';
import { writeMasks } from '@dum/masks';
import { createMaskSet } from '@dum/masks/mask-set';
import { mlp } from '@dum/experiments';
import { compactFeatures } from '../../src/discovery/chain/compact-features.js';
import { readChain } from '../../src/discovery/chain/read-chain.js';
import { generalFeatures } from '../../src/discovery/hard-features.js';
import { createMaskedBody } from '../../src/discovery/masked-body.js';
import { consecutiveBatches } from '../../src/training/batches.js';

const samples = { x: Float32Array.from({ length: 70 * 6 }, (_, at) => Math.sin(at * 1.7)), count: 70, sampleShape: [6] };

describe('hard features', () => {
  it.each([[[7]], [[7, 5]], [[7, 5, 4]]])('are those of the whole tail, through kept units alone: %o', async (hidden) => {
    const network = mlp({ inputs: 6, hidden, classes: 3, seed: 4 });
    const body = createMaskedBody(network, { taskSeeds: [0, 1, 2] });
    const layers = body.masks.map(({ layer }, at) => ({ layer, shape: [hidden[at]!] }));
    const sets = [0.5, 1, 0].map((share) =>
      createMaskSet(
        '0'.repeat(64),
        layers.map(({ layer, shape }) => ({
          layer,
          shape,
          kept: Array.from({ length: shape[0]! }, (_, unit) => ((unit * 3) % 4 < 4 * share ? 1 : 0)),
        })),
      ),
    );
    writeMasks(body, sets);
    const activations = await body.activate(samples);
    const compact = await compactFeatures((await readChain(body))!, body);
    for (const batch of consecutiveBatches(samples.count, 32)) {
      const [whole, cut] = [await generalFeatures(body)(activations, batch), await compact(activations, batch)];
      whole.forEach(({ rows }, task) => {
        const { indices, rows: kept } = cut[task]!;
        const expected = new Float32Array(rows.length);
        indices.forEach((feature, at) => {
          expected.set(kept.subarray(at * batch.length, (at + 1) * batch.length), feature * batch.length);
        });
        expect(expected).toBeAllclose(rows, 1e-6);
      });
    }
  });
});
