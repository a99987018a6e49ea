import { expect, it } from 'vitest';
import { keepParameters, keepUnits, keptUnits, type MaskSet, randomMasks } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import { fingerprintNetwork, sumLogits } from '@dum/masks';
import { type DiscoveryOptions, fitSubnetworks, plantModules, scoreUnits, subnetworkOutputs } from '../../../src/index.js';
import { activateBoth } from '../../../src/masked/activate-both.js';
import { meansFor } from '../../../src/read-outs/index.js';
import { checkMask } from '../../../src/search/check/check-mask.js';
import { measureMasks } from '../../../src/search/check/measure-masks.js';
import { createMeasuring, type Measuring } from '../../../src/search/check/measuring.js';
import { taylorMask } from '../../../src/search/check/taylor-mask.js';
import { resolveOptions } from '../../../src/search/options.js';
import { maskForSearch } from '../../../src/search/prepare-search.js';
import { wholeOutputs } from '../../../src/search/search-read-outs.js';
import { maskBody } from '../../../src/masked/masked-body.js';

const plant = await plantModules({ seed: 3, own: [5, 5], others: 12, samples: 1500 });
const followed = { epochs: 400, headLearningRate: 0.01, initialKeepProbability: 0.9 };
const [planted] = plant.planted;
const keptOf = ({ layers }: MaskSet) => layers.map(({ kept }) => kept);
const maskOf = (kept: readonly Uint8Array[]): MaskSet => ({
  ...planted,
  layers: planted.layers.map((layer, at) => ({ ...layer, kept: kept[at]! })),
});

/** Calls a function with what measuring masks of the first planted task takes. */
const withMeasuring = async <Result>(options: DiscoveryOptions, use: (measuring: Measuring) => Promise<Result>): Promise<Result> => {
  const { network, tasks } = plant;
  const given = resolveOptions(options);
  const masked = await maskForSearch(network, tasks, given);
  try {
    const [train, validation] = await activateBoth(masked.body, [tasks[0].train, tasks[0].validation], {});
    const activations = { train, validation };
    const means = await meansFor(given, masked.body, train);
    const whole = maskBody(masked.body, { taskSeeds: [0], mask: { initialKeepProbability: 0.9 } });
    const outputs = masked.head === undefined ? undefined : await wholeOutputs(whole, masked.head, activations);
    whole.dispose();
    const fingerprint = await fingerprintNetwork(network);
    const [measuring] = await createMeasuring({
      ...masked,
      ...{ fingerprint, tasks: [tasks[0]], activations, outputs, means, settings: { batchSize: 256, ...given, ...followed } },
    });
    return await use(measuring!);
  } finally {
    masked.body.dispose();
  }
};

/** The mean weighted cross-entropy of logits `[samples, classes]`. */
const crossEntropyOf = (logits: Float32Array): number => {
  const { validation, classWeights, classNames } = plant.tasks[0];
  const classes = classNames.length;
  let total = 0;
  for (const [sample, label] of validation.y.entries()) {
    const row = [...logits.subarray(sample * classes, (sample + 1) * classes)];
    total += (classWeights[label] ?? 0) * (Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[label]!);
  }
  return total / validation.y.length;
};

/** A mask of as many useless units. */
const useless = keptOf(planted).map((bits) => {
  const count = bits.reduce((sum, bit) => sum + bit, 0);
  const others = [...bits.keys()].filter((unit) => bits[unit] === 0).slice(-count);
  return bits.map((_, unit) => Number(others.includes(unit)));
});

it('measures the cross-entropy of a fitted read-out and the price of kept units', async () => {
  const alpha = { ...Object.fromEntries(planted.layers.map(({ layer }, at) => [layer, [1e-3, 4e-3][at]!])) };
  const masks = [keptOf(planted), useless];
  const measured = await withMeasuring({ alpha, seed: 5 }, (measuring) => measureMasks(measuring, masks));
  // 1,200 training samples make 4 steps an epoch, so 100 epochs are the 400 steps of a fit
  const fitting = { seed: 5, readOutEpochs: 100, batchSize: 256 };
  const { network, tasks } = plant;
  const sets = masks.map(maskOf);
  for (const [at, set] of sets.entries()) {
    const fitted = await fitSubnetworks(network, [tasks[0]], [set], fitting);
    const [logits] = await subnetworkOutputs(network, fitted, tasks[0].validation);
    const price = set.layers.reduce((total, { layer }, place) => total + [1e-3, 4e-3][place]! * keptUnits(set, layer), 0);
    expect(measured[at]!.objective).toBeCloseTo(crossEntropyOf(logits!) + price, 5);
  }
});

it('has no price under a budget, and for a penalty that is not of the number of units', async () => {
  const free = await withMeasuring({ alpha: 0 }, (measuring) => measureMasks(measuring, [keptOf(planted)]));
  for (const options of [{ budget: keepUnits(10) }, { penalty: sumLogits() }]) {
    const [measured] = await withMeasuring(options, (measuring) => measureMasks(measuring, [keptOf(planted)]));
    expect(measured!.objective).toBe(free[0]!.objective);
  }
});

it('calls planted units the best, beside the objectives of the others', async () => {
  await withMeasuring({}, async (measuring) => {
    const { check, better } = await checkMask(measuring, keptOf(planted));
    const all = keptOf(planted).map((bits) => bits.map(() => 1));
    const drawn = randomMasks(planted, { seed: noiseKey(1, textKey('first')), draws: 3 }).map(keptOf);
    const baseline = await taylorMask(measuring, keptOf(planted), false);
    const [whole, top, ...random] = (await measureMasks(measuring, [all, baseline, ...drawn])).map(({ objective }) => objective);
    expect(better).toBeUndefined();
    expect(check).toMatchObject({ status: 'best', compared: { allUnits: whole, baseline: top } });
    expect(check.compared.random).toBeCloseTo((random[0]! + random[1]! + random[2]!) / 3, 12);
    expect(check.objective).toBeLessThan(Math.min(whole!, check.compared.random));
    expect(check.objective).toBeLessThanOrEqual(top!);
  });
});

it('names what has the lowest objective, if a mask is worse', async () => {
  await withMeasuring({}, async (measuring) => {
    const { check, better } = await checkMask(measuring, useless);
    expect(check.status).toBe(`above-${better!.from}`);
    const { allUnits, random, baseline } = check.compared;
    expect(better!.mask.objective).toBeLessThan(check.objective);
    const theirs = { 'all-units': allUnits!, random, baseline }[better!.from];
    expect(theirs).toBe(Math.min(allUnits!, random, baseline));
  });
});

it('compares with all units only where they have a price, or fit in the budget', async () => {
  const compared = async (options: DiscoveryOptions) =>
    Object.keys((await withMeasuring(options, (measuring) => checkMask(measuring, keptOf(planted)))).check.compared);
  expect(await compared({})).toContain('allUnits');
  expect(await compared({ budget: keepUnits(1000) })).toContain('allUnits');
  expect(await compared({ budget: keepUnits(10) })).toEqual(['random', 'baseline']);
  expect(await compared({ budget: keepParameters(100_000) })).toEqual(['random', 'baseline']);
});

it('finds as many units as a mask by their Taylor scores, in all layers or in each', async () => {
  await withMeasuring({}, async (measuring) => {
    const like = keptOf(planted);
    const together = maskOf(await taylorMask(measuring, like, false));
    expect(keptUnits(together)).toBe(keptUnits(planted));
    const each = maskOf(await taylorMask(measuring, like, true));
    for (const { layer } of planted.layers) expect(keptUnits(each, layer)).toBe(keptUnits(planted, layer));
    const whole = like.map((bits) => bits.map(() => 1));
    expect(await taylorMask(measuring, whole, false)).toEqual(whole);
  });
});

it('ranks as the baseline taylor does where one round is enough', async () => {
  const { network, tasks } = plant;
  const [scores] = await scoreUnits(network, [tasks[0]], { method: 'taylor', readOutEpochs: 25 });
  const wanted = Math.ceil(scores!.layers.reduce((total, { scores: ofLayer }) => total + ofLayer.length, 0) * 0.6);
  const sorted = scores!.layers.flatMap((layer) => Array.from(layer.scores)).sort((a, b) => b - a);
  await withMeasuring({}, async (measuring) => {
    let left = wanted;
    const like = scores!.layers.map(({ scores: ofLayer }) => Uint8Array.from(ofLayer, () => Number(left-- > 0)));
    const found = await taylorMask(measuring, like, false);
    const agreed = found.flatMap((bits, at) =>
      [...bits].map((bit, unit) => bit === Number(scores!.layers[at]!.scores[unit]! >= sorted[wanted - 1]!)),
    );
    expect(agreed.filter(Boolean).length / agreed.length).toBeGreaterThan(0.9);
  });
});
