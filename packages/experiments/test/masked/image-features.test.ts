import { randomNormal } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { insertMasks } from '@dum/masks';
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
    const network = randomized(imageNetworks[name]!);
    const layers = insertMasks(network).masks.map(({ mask }) => mask.logits.shape[1]!);
    // few, most and all units, and none in the last layer; then most units, with one flipped in each layer
    const masks = [3, 0.5, 0, 1, ...layers.map(() => 0.5)].map((share, task) =>
      layers.map((units, at) =>
        Uint8Array.from({ length: units }, (_, unit) => {
          if (task === 3 && at === layers.length - 1) return 0;
          const bit = Number((unit * 7 + at + Math.min(task, 4)) % 4 >= share);
          return task - 4 === at && unit === units - 1 ? 1 - bit : bit;
        }),
      ),
    );
    const body = createMaskedBody(network, { taskSeeds: masks.map(() => 0), mask: { estimator: maskItself } });
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
