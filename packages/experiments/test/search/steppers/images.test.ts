import { randomNormal } from '@tensorflow/tfjs-core';
import { textKey } from '@dum/masks/noise';
import { describe, expect, it } from 'vitest';
import { holdActivations } from '../../../src/masked/frozen-activations.js';
import { readImageTail } from '../../../src/masked/images/read-image-tail.js';
import { createMaskedBody, type MaskedBody } from '../../../src/masked/masked-body.js';
import { createProbes } from '../../../src/read-outs/probes.js';
import { resolveOptions } from '../../../src/search/options.js';
import { createStepper } from '../../../src/search/steppers/create-stepper.js';
import { createGeneralStepper } from '../../../src/search/steppers/general-stepper.js';
import { imageNetworks, randomized } from '../../_image-networks.js';

const count = 24;
const tasks = [2, 3].map((classes, task) => ({
  name: `of ${classes}`,
  classNames: ['a', 'b', 'c'].slice(0, classes),
  classWeights: [1, 2, 0.5].slice(0, classes),
  classOf: new Uint16Array(4),
  train: { y: Uint16Array.from({ length: count }, (_, row) => (row * 7 + task) % (classes + 1)) },
  validation: { y: new Uint16Array(0) },
}));
const settings = {
  ...resolveOptions({ alpha: 2e-3, learningRate: 0.1, samples: 3, seed: 7 }),
  ...{ epochs: 8, batchSize: 11, headLearningRate: 0.01, initialKeepProbability: 0.6 },
};

const probesOf = ({ features }: MaskedBody) => createProbes([1, 2], features, [2, 3], 7);

describe('the stepper of images', () => {
  it.each(Object.keys(imageNetworks))('takes the steps of the general one, with %s', async (name) => {
    const network = randomized(imageNetworks[name]!);
    const mask = { initialKeepProbability: 0.6, seed: 7, samples: 3 };
    const [general, fast] = [1, 2].map(() =>
      createMaskedBody(network, { taskSeeds: tasks.map(({ name: task }) => textKey(task)), mask }),
    ) as [MaskedBody, MaskedBody];
    expect(readImageTail(fast)).toBeDefined();
    const [reference, found] = [{ probes: probesOf(general) }, { probes: probesOf(fast) }];
    const steppers = [createGeneralStepper(general, reference, tasks, settings), await createStepper(fast, found, tasks, settings)];
    const shapes = general.tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
    const values = shapes.map((shape) => randomNormal([count, ...shape], 0, 1, 'float32', 5).dataSync<'float32'>());
    const activations = holdActivations({ count, shapes, values });
    const batches = Array.from({ length: 5 }, (_, step) =>
      Uint32Array.from({ length: step === 4 ? 2 : 11 }, (__, row) => (row + 5 * step) % count),
    );
    let step = 0;
    for await (const batch of activations.read(batches)) {
      for (const each of steppers) each.at(batch, step, step / batches.length, 0.8);
      step++;
    }
    for (const each of steppers) each.sync();
    expect(await steppers[1]!.drainLosses()).toBeAllclose(await steppers[0]!.drainLosses(), 1e-4);
    for (const [at, { mask: learned }] of fast.masks.entries())
      expect(learned.logits.read()).toBeAllclose(general.masks[at]!.mask.logits.read(), 1e-3);
    expect(found.probes.kernel).toBeAllclose(reference.probes.kernel, 1e-3);
  });
});
