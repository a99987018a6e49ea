import { beforeAll, describe, expect, it } from 'vitest';
import { discoverSubnetwork, discoverSubnetworks, type DiscoveryOptions } from '@dum/experiments';
import { addPenalties, expectedUnits, gumbelSigmoid, keepUnits, meanLogits } from '@dum/masks';
import { type Alpha, keptUnits, subnetworksFromJson, subnetworksToJson } from '@dum/masks/mask-set';
import { penaltyText, scaledAlpha } from '../../../src/search/price/layer-prices.js';
import { trainedOnTwoTasks } from '../../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const quick: DiscoveryOptions = { epochs: 3, batchSize: 50, learningRate: 0.1, readOutEpochs: 1 };
/** The built-in estimator by functions of its own, which only the general way of stepping takes. */
const general = {
  ...gumbelSigmoid(),
  sample: (...given: Parameters<ReturnType<typeof gumbelSigmoid>['sample']>) => gumbelSigmoid().sample(...given),
};

describe('prices by layer', () => {
  it.each([{ budget: undefined }, { budget: keepUnits(7) }])(
    'find the same to the bit as one price where all are equal, $budget',
    async ({ budget }) => {
      const { network, tasks } = setting;
      const options = budget === undefined ? quick : { ...quick, budget };
      const one = await discoverSubnetworks(network, tasks, { ...options, alpha: 5e-3 });
      const each = await discoverSubnetworks(network, tasks, { ...options, alpha: { dense_12: 5e-3, dense_16: 5e-3 } });
      for (const [task, { subnetwork, ...rest }] of each.entries()) {
        const { subnetwork: expected, ...others } = one[task]!;
        expect(rest).toEqual(others);
        expect({ ...subnetwork!, alpha: 0, penalty: '' }).toEqual({ ...expected!, alpha: 0, penalty: '' });
        expect(subnetwork!.alpha).toEqual({ dense_16: expected!.alpha, dense_12: expected!.alpha });
      }
    },
  );

  it('learn the same on chains as in the general way', async () => {
    const { network, tasks } = setting;
    const alpha = { dense_16: 2e-2, dense_12: 1e-3 };
    const [chained, reference] = [
      await discoverSubnetwork(network, tasks[0], { ...quick, alpha, epochs: 1 }),
      await discoverSubnetwork(network, tasks[0], { ...quick, alpha, epochs: 1, estimator: general }),
    ];
    for (const [layer, logits] of chained.logits!.entries()) expect(logits).toBeAllclose(reference.logits![layer]!, 1e-3);
    expect(chained.history[0]!.penalty).toBeCloseTo(reference.history[0]!.penalty!, 4);
  });

  it.each([
    { name: 'a chain', estimator: gumbelSigmoid() },
    { name: 'the general way', estimator: general },
  ])('empty a layer that is dear and keep one that is free, on $name', async ({ estimator }) => {
    const { network, tasks } = setting;
    const keptAt = async (alpha: Alpha) => {
      const { subnetwork } = await discoverSubnetwork(network, tasks[0], { ...quick, estimator, alpha, initialKeepProbability: 0.9 });
      return ['dense_16', 'dense_12'].map((layer) => keptUnits(subnetwork!.masks, layer));
    };
    const [first, second] = [await keptAt({ dense_16: 0, dense_12: 10 }), await keptAt({ dense_16: 10, dense_12: 0 })];
    expect([first[1], second[0]]).toEqual([0, 0]);
    expect(first[0]).toBeGreaterThan(10);
    expect(second[1]).toBeGreaterThan(8);
  });

  it('are all multiplied by the factor that a budget finds, and are shown and stored as they are', async () => {
    const { network, tasks } = setting;
    const { subnetwork } = await discoverSubnetwork(network, tasks[0], {
      ...quick,
      budget: keepUnits(6),
      alpha: { dense_12: 3e-3, dense_16: 1e-3 },
    });
    const { dense_16: first, dense_12: second } = subnetwork!.alpha as Record<string, number>;
    expect(first).not.toBe(1e-3);
    expect(second! / first!).toBeCloseTo(3, 9);
    expect(subnetwork!.penalty).toBe(`${first}·Σσ(l) of dense_16 + ${second}·Σσ(l) of dense_12, at most 6 units`);
    expect(subnetworksFromJson(subnetworksToJson([subnetwork!]), { name: 'masks.json' })).toEqual([subnetwork]);
  });

  it.each<[unknown, string]>([
    [
      { dense_16: 1, dense_12: 1, dense_13: 1 },
      'alpha has a price for "dense_13", which has no mask; the masked layers are dense_16, dense_12; did you mean',
    ],
    [
      { dense_16: 1, x: 1 },
      'alpha has a price for "x", which has no mask; the masked layers are dense_16, dense_12; give each of them a price',
    ],
    [
      { dense_12: 1 },
      'alpha has no price for "dense_16"; the masked layers are dense_16, dense_12; give each of them a price, 0 where units are free',
    ],
    [{}, 'alpha has no price for "dense_16"; the masked layers are dense_16, dense_12'],
    [{ dense_16: -1, dense_12: 1 }, 'alpha: dense_16 is -1; expected a finite number of at least 0'],
    [{ dense_16: 1, dense_12: Number.POSITIVE_INFINITY }, 'alpha: dense_12 is Infinity; expected a finite number of at least 0'],
    [{ dense_16: 1, dense_12: '1' }, 'alpha: dense_12 is "1"; expected a finite number of at least 0'],
    [[1, 1], 'alpha is a list of 2; expected a finite number of at least 0'],
    [null, 'alpha is null; expected a finite number of at least 0'],
  ])('of %o are refused in one sentence', async (alpha, message) => {
    const { network, tasks } = setting;
    await expect(discoverSubnetworks(network, tasks, { alpha: alpha as Alpha })).rejects.toThrow(`discoverSubnetworks: ${message}`);
  });
});

it('a penalty of several terms is written in brackets for each layer', () => {
  const penalty = addPenalties(expectedUnits(), meanLogits(2));
  expect(penaltyText(penalty, { b: 2, a: 6 }, ['a', 'b'])).toBe('(6·Σσ(l) + 12·mean(l)) of a + (2·Σσ(l) + 4·mean(l)) of b');
  expect(penaltyText(penalty, 2, ['a', 'b'])).toBe('2·Σσ(l) + 4·mean(l)');
  expect([scaledAlpha({ b: 1, a: 3 }, ['a', 'b'], 2), scaledAlpha(3, ['a', 'b'], 2)]).toEqual([{ a: 6, b: 2 }, 6]);
});
