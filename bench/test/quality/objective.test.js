import { useBackend } from '@dum/backend';
import { plantModules } from '@dum/experiments';
import { createMaskSet, keptUnits } from '@dum/masks/mask-set';
import { expect, it } from 'vitest';
import { crossEntropyOf, isLowest, objectivesOf } from '../../quality/objective.js';

it('the cross-entropy is the mean negative logarithm of the probability of the label, without ignored samples', () => {
  const probabilities = [0.2, 0.8, 0.5, 0.5, 0.9, 0.1];
  const logits = Float32Array.from(probabilities, (probability) => 3 + Math.log(probability));
  expect(crossEntropyOf(logits, Uint16Array.of(1, 0, 65_535))).toBeCloseTo(-(Math.log(0.8) + Math.log(0.5)) / 2, 6);
  expect(crossEntropyOf(Float32Array.of(1000, 0), [0])).toBe(0);
});

it('a mask is lowest if no other is lower by more than 1 %', () => {
  expect(isLowest({ found: 1, planted: 1, all: 2, taylor: null })).toBe(true);
  expect(isLowest({ found: 1.009, planted: 1, all: 2 })).toBe(true);
  expect(isLowest({ found: 1.02, planted: 1, all: 2 })).toBe(false);
  expect(isLowest({ found: null, planted: 1, all: 2 })).toBe(false);
});

it('the objective of a mask is its cross-entropy and the price of its units', async () => {
  await useBackend('cpu');
  const { network, tasks, planted } = await plantModules({ seed: 1, own: [3, 2], samples: 600 });
  const [task, needed] = [tasks[0], planted[0]];
  const none = createMaskSet(
    needed.network,
    needed.layers.map(({ kept, ...layer }) => ({ ...layer, kept: [...kept].fill(0) })),
  );
  const fitting = { seed: 1, readOutEpochs: 200 };
  const [free, priced] = [
    await objectivesOf(network, task, [needed, none], { ...fitting, alpha: 0 }),
    await objectivesOf(network, task, [needed, none], { ...fitting, alpha: 0.1 }),
  ];
  network.dispose();
  expect(keptUnits(needed)).toBe(5);
  expect(priced[0] - free[0]).toBeCloseTo(0.5, 6);
  // without units the probe is a constant, and as many answers are yes as no
  expect(priced[1]).toBe(free[1]);
  expect(free[1]).toBeCloseTo(Math.log(2), 1);
  expect(free[0]).toBeLessThan(free[1] / 2);
});
