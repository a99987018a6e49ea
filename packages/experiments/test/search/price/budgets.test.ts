import { memory } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { convNet, discoverSubnetworks, type DiscoveryOptions, evaluateSubnetworks, mlp, subnetworksOf } from '@dum/experiments';
import { extractSubnetwork, keepMacs, keepParameters, keepUnits, networkCosts } from '@dum/masks';
import { type Budget, createMaskSet, keptUnits, type Subnetwork, summarizeMasks, type Wiring } from '@dum/masks/mask-set';
import { expectedCost } from '../../../src/search/price/expected-cost.js';
import { createPriceControl } from '../../../src/search/price/price-control.js';
import { taskWiring } from '../../../src/masked/task-wiring.js';
import { plantedNetwork } from '../../_planted.js';
import { trainedOnTwoTasks } from '../../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const quick: DiscoveryOptions = { epochs: 2, batchSize: 100, learningRate: 0.1, readOutEpochs: 1 };

/** The subnetwork with one more unit: that of the highest logit among those it drops. */
const withTheNext = ({ masks }: Subnetwork, logits: readonly Float32Array[]) => {
  const dropped = masks.layers.flatMap(({ kept }, layer) =>
    [...kept].flatMap((bit, unit) => (bit === 1 ? [] : [{ layer, unit, logit: logits[layer]![unit]! }])),
  );
  const next = dropped.toSorted((a, b) => b.logit - a.logit)[0]!;
  return createMaskSet(
    masks.network,
    masks.layers.map((layer, place) => ({
      ...layer,
      kept: layer.kept.map((bit, unit) => (place === next.layer && unit === next.unit ? 1 : bit)),
    })),
  );
};

describe('a search within a budget', () => {
  it.each([
    ['units', keepUnits(7)],
    ['units', keepUnits(1)],
    ['units', keepUnits(27)],
    ['parameters', keepParameters(120)],
    ['multiply-adds', keepMacs(90)],
  ])('of %s, %o, keeps as much as it may and no more', async (unit, budget) => {
    const { network, tasks } = setting;
    const found = await discoverSubnetworks(network, tasks, { ...quick, budget });
    const wiring = taskWiring(network, ['dense_16', 'dense_12'], 2);
    for (const { subnetwork, logits, history } of found) {
      const costOf = (masks: Subnetwork['masks']) => summarizeMasks(masks, wiring)[budget.measure]!.kept;
      expect(costOf(subnetwork!.masks)).toBeLessThanOrEqual(budget.limit);
      expect(costOf(withTheNext(subnetwork!, logits!))).toBeGreaterThan(budget.limit);
      expect(history.at(-1)!.keptUnits).toBe(keptUnits(subnetwork!.masks));
      expect(subnetwork!.penalty).toContain(`, at most ${budget.limit} ${unit}`);
    }
  });

  it.each([
    { readOut: 'new-head', classes: 2 },
    { readOut: 'original-head', classes: undefined },
  ] as const)('counts the parameters and multiply-adds that the extracted network has, with a $readOut', async ({ readOut, classes }) => {
    const { network, tasks } = setting;
    const [found] = await discoverSubnetworks(network, [tasks[0]], { ...quick, readOut, budget: keepParameters(150) });
    const { subnetwork } = found!;
    const { network: extracted } = await extractSubnetwork(network, subnetwork!);
    const counted = summarizeMasks(subnetwork!.masks, taskWiring(network, ['dense_16', 'dense_12'], classes));
    expect(counted.parameters!.kept).toBeLessThanOrEqual(150);
    const { parameters, multiplyAdds } = networkCosts(extracted);
    expect([counted.parameters!.kept, counted.multiplyAdds!.kept]).toEqual([parameters, multiplyAdds]);
  });

  it('finds what was planted, whatever price it starts from', async () => {
    const { tasks } = setting;
    const network = plantedNetwork(16, 24);
    for (const alpha of [1e-4, 1e-2]) {
      const found = await discoverSubnetworks(network, tasks, { epochs: 12, batchSize: 50, alpha, budget: keepUnits(4) });
      for (const [task, { subnetwork }] of found.entries()) {
        const [left, right] = [subnetwork!.masks.layers[0]!.kept.slice(0, 12), subnetwork!.masks.layers[0]!.kept.slice(12)];
        expect([left, right].map((half) => half.reduce((sum, bit) => sum + bit, 0))).toEqual(task === 0 ? [4, 0] : [0, 4]);
      }
    }
  });

  it('repeats to the bit, does not depend on which tasks ride along, and leaks nothing', async () => {
    const { network, tasks } = setting;
    const options = { ...quick, epochs: 4, batchSize: 20, budget: keepUnits(6) };
    const together = await discoverSubnetworks(network, tasks, options);
    const before = memory().numTensors;
    expect(await discoverSubnetworks(network, tasks, options)).toEqual(together);
    expect(memory().numTensors).toBe(before);
    const [alone] = await discoverSubnetworks(network, [tasks[1]], options);
    alone!.logits!.forEach((logits, layer) => {
      expect(logits).toBeAllclose(together[1]!.logits![layer]!, 1e-4);
    });
  });

  it('is of the hard masks that it ends with, in figures and with patience', async () => {
    const { network, tasks, splits } = setting;
    const found = await discoverSubnetworks(network, tasks, { ...quick, epochs: 6, patience: 2, budget: keepUnits(5) });
    expect(found.flatMap(({ history }) => history.map(({ keptUnits: kept }) => kept)).every((kept) => kept === 5)).toBe(true);
    const metrics = await evaluateSubnetworks(network, subnetworksOf(found), splits.validation);
    expect(metrics).toHaveLength(2);
  });

  it('goes the general way for convolutions, where a channel costs by its positions', async () => {
    const { data, tasks } = setting;
    const network = convNet({ inputShape: [4, 4, 1], filters: [4], classes: data.classNames.length });
    const [found] = await discoverSubnetworks(network, [tasks[0]], { ...quick, budget: keepMacs(1500) });
    const { network: extracted } = await extractSubnetwork(network, found!.subnetwork!);
    expect(networkCosts(extracted).multiplyAdds).toBeLessThanOrEqual(1500);
    expect(networkCosts(extracted).multiplyAdds).toBeGreaterThan(500);
  });

  it.each([
    [50, 'budget is 50; expected a budget such as keepUnits(50)'],
    [{ measure: 'unit', limit: 3 }, 'budget is'],
    [{ measure: 'units', limit: 0 }, 'budget is'],
  ])('refuses %o', async (budget, message) => {
    const { network, tasks } = setting;
    const options = { budget: budget as unknown as Budget };
    await expect(discoverSubnetworks(network, tasks, options)).rejects.toThrow(message);
  });
});

const layers = [
  { layer: 'first', units: 6 },
  { layer: 'second', units: 4 },
];
const wiring: Wiring[] = [
  { layer: 'first', kernelParameters: 30, biasParameters: 6, multiplyAdds: 270, outputs: 'first' },
  { layer: 'second', kernelParameters: 24, biasParameters: 4, inputs: 'first', outputs: 'second' },
  { layer: 'head', kernelParameters: 8, biasParameters: 2, inputs: 'second' },
];

describe('the expected cost', () => {
  it('is that of a mask where shares are of whole units, and its slopes are finite differences', () => {
    const [first, second] = [fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 })];
    fc.assert(
      fc.property(first, second, fc.constantFrom<Budget['measure']>('units', 'parameters', 'multiplyAdds'), (a, b, measure) => {
        const at = (kept: number, more: number) => expectedCost(layers, { first: kept / 6, second: more / 4 }, measure, wiring);
        const kept = (units: number, of: number) => Array.from({ length: of }, (_, unit) => Number(unit < units));
        const masks = createMaskSet('0'.repeat(64), [
          { layer: 'first', shape: [6], kept: kept(a, 6) },
          { layer: 'second', shape: [4], kept: kept(b, 4) },
        ]);
        expect(at(a, b).value).toBeCloseTo(summarizeMasks(masks, wiring)[measure]!.kept, 9);
        expect(at(a + 1, b).value - at(a, b).value).toBeCloseTo(at(a, b).slopes[0]!, 9);
        expect(at(a, b + 1).value - at(a, b).value).toBeCloseTo(at(a, b).slopes[1]!, 9);
      }),
    );
  });
});

describe('the price control', () => {
  it('moves the price up while more is expected than the budget, down while less, and weighs layers by what their units cost', () => {
    const control = createPriceControl(layers, keepParameters(30), wiring);
    control.observe([6, 4], 1);
    const dear = control.multiplier;
    expect(dear).toBeGreaterThan(1);
    expect(control.factors[0]! / control.factors[1]!).toBeCloseTo((30 + 6 + 24) / 6 / ((24 + 4 + 8) / 4), 9);
    control.observe([1, 1], 1);
    expect(control.multiplier).toBeLessThan(dear);
  });

  it('asks for no less at the start than there is, and stays within bounds', () => {
    const control = createPriceControl(layers, keepUnits(1), wiring);
    control.observe([6, 4], 0);
    expect(control.multiplier).toBe(1);
    for (let look = 0; look < 1000; look++) control.observe([6, 4], 1);
    expect(control.multiplier).toBe(1000);
  });
});

it('the wiring of a task has a read-out of its own classes', () => {
  const network = mlp({ inputs: 5, hidden: [6, 4], classes: 10 });
  const [, , head] = taskWiring(network, ['dense_6', 'dense_4'], 2);
  expect(head).toEqual({ layer: 'head', kernelParameters: 8, biasParameters: 2, multiplyAdds: 8, inputs: 'dense_4' });
});
