import { memory, randomNormal } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import type { NewHead } from '@dum/masks/mask-set';
import { holdActivations } from '../../src/masked/frozen-activations.js';
import { createTaskPasses } from '../../src/masked/images/task-passes.js';
import { maskItself } from '../../src/masked/mask-itself.js';
import { writeMaskValues } from '../../src/masked/mask-values.js';
import { createMaskedBody, unitCount } from '../../src/masked/masked-body.js';
import { consecutiveBatches } from '../../src/optimization/batches.js';
import { maskGradientsOnBackend } from '../../src/read-outs/mask-gradients-on-backend.js';
import { maskGradientsOnHost } from '../../src/read-outs/mask-gradients-on-host.js';
import { imageNetworks, randomized } from '../_image-networks.js';

describe('the gradients of masks on the host', () => {
  it.each(Object.keys(imageNetworks))('are those of the backend, in several parts of a batch, with %s', async (name) => {
    const network = randomized(imageNetworks[name]!);
    const body = createMaskedBody(network, { taskSeeds: [0, 0], mask: { estimator: maskItself } });
    const shareKept = [0.5, 1];
    const masks = shareKept.map((share) =>
      body.masks.map(({ mask }) => Uint8Array.from({ length: unitCount(mask) }, (_, unit) => Number((unit * 3 + 1) % 4 < 4 * share))),
    );
    writeMaskValues(body, masks);
    const count = 150;
    const normals = (shape: number[], seed: number) => randomNormal(shape, 0, 1, 'float32', seed).dataSync<'float32'>();
    const shapes = body.tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
    const activations = holdActivations({ count, shapes, values: shapes.map((shape) => normals([count, ...shape], 5)) });
    const readOuts = [2, 3].map((classes): NewHead => {
      const classNames = Array.from({ length: classes }, (_, label) => `class ${label}`);
      return { kind: 'new-head', classNames, kernel: normals([body.features, classes], 6), bias: normals([classes], 7) };
    });
    const labels = [
      { y: Uint8Array.from({ length: count }, (_, row) => row % 2), classWeights: [1.5, 0.5] },
      { y: Uint8Array.from({ length: count }, (_, row) => row % 4), classWeights: [1, 2, 0.5] },
    ];
    const batches = consecutiveBatches(count, 80);
    const passes = (await createTaskPasses(body, true))!;
    const tensors = memory().numTensors;
    const found = await maskGradientsOnHost(passes, body, readOuts, labels, activations.read(batches));
    expect(memory().numTensors).toBe(tensors);
    const expected = await maskGradientsOnBackend(body, readOuts, labels, activations.read(batches));
    for (const [task, ofTask] of expected.entries())
      for (const [mask, ofMask] of ofTask.entries()) {
        expect(found[task]![mask]!.map(Math.sqrt)).toBeAllclose(ofMask.map(Math.sqrt), 1e-4);
        expect(ofMask.some((square) => square > 0)).toBe(true);
      }
    body.dispose();
  });
});
