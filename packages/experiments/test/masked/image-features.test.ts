import { randomNormal } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { holdActivations } from '../../src/masked/frozen-activations.js';
import { generalFeatures } from '../../src/masked/general-features.js';
import { imageFeatures } from '../../src/masked/images/image-features.js';
import { maskItself } from '../../src/masked/mask-itself.js';
import { writeMaskValues } from '../../src/masked/mask-values.js';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { consecutiveBatches } from '../../src/optimization/batches.js';
import { imageNetworks, randomized } from '../_image-networks.js';

describe('the features of images', () => {
  it.each(Object.keys(imageNetworks))('are those of the whole tail, with %s', async (name) => {
    const body = createMaskedBody(randomized(imageNetworks[name]!), { taskSeeds: [0, 1, 2, 3], mask: { estimator: maskItself } });
    // few, most and all units, and none in the last layer
    const masks = [3, 0.5, 0, 1].map((share, task) =>
      body.masks.map(({ mask }, at) =>
        Uint8Array.from({ length: mask.logits.shape[1]! }, (_, unit) =>
          task === 3 && at === body.masks.length - 1 ? 0 : Number((unit * 7 + at + task) % 4 >= share),
        ),
      ),
    );
    writeMaskValues(body, masks);
    const count = 150;
    const shapes = body.tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
    const values = shapes.map((shape) => randomNormal([count, ...shape], 0, 1, 'float32', 5).dataSync<'float32'>());
    const featuresOf = (await imageFeatures(body))!;
    for await (const read of holdActivations({ count, shapes, values }).read(consecutiveBatches(count, 80))) {
      const [whole, found] = [await generalFeatures(body)(read), await featuresOf(read)];
      for (const [task, { rows }] of whole.entries()) expect(found[task]!.rows).toBeAllclose(rows, 1e-5);
      expect(whole[0]!.rows.some((value) => value !== 0)).toBe(true);
    }
  });
});
