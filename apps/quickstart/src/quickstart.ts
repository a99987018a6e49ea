import { useBackend } from '@dum/backend';
import { relabel } from '@dum/datasets';
import { classificationMetrics, discoverSubnetwork, evaluateSubnetworks } from '@dum/experiments';
import { fingerprintNetwork, iou, keptUnits, type MaskSet, readMasks } from '@dum/masks';
import { loadData } from './data.js';
import { createNetwork, fit, maskedModel, predictAll } from './plain.js';
import { settings } from './settings.js';

/** Options of {@link quickstart}; the defaults are the full walk-through. */
export interface QuickstartOptions {
  /** Training samples to use; default all 60,000. */
  readonly limit?: number;
  /** Epochs of each part; default those of the settings. */
  readonly epochs?: number;
  readonly log: (line: string) => void;
  /** Seconds since any fixed moment. */
  readonly clock: () => number;
}

/** The figures of one way of finding the subnetwork. */
export interface QuickstartResult {
  readonly testAccuracy: number;
  readonly balancedAccuracy: number;
  readonly keptUnits: number;
}

/** The walk-through: a network, masks for "is it a zero?" learned by plain `fit`, and the same with one call. */
export const quickstart = async ({
  limit,
  epochs,
  log,
  clock,
}: QuickstartOptions): Promise<{ plain: QuickstartResult; short: QuickstartResult }> => {
  const backend = await useBackend();
  const { mnist, splits, isZero } = await loadData(limit);
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
  const shortened = epochs === undefined ? {} : { epochs };
  const minutes = (start: number) => `${((clock() - start) / 60).toFixed(1)} minutes`;
  const size = (masks: MaskSet) =>
    `${keptUnits(masks)} of 400 units (${masks.layers.map(({ layer }) => `${keptUnits(masks, layer)} in ${layer}`).join(', ')})`;

  log(`1. A network: 784-300-100-10, ${splits.train.count} training samples of MNIST, ${backend.name} backend, compile and fit`);
  let start = clock();
  const network = createNetwork();
  await fit(network, splits.train, 10, { ...settings.network, ...shortened, log });
  const whole = classificationMetrics(await predictAll(network, mnist.test), mnist.test.y, mnist.classNames);
  log(`  test accuracy ${percent(whole.accuracy)}, ${minutes(start)}`);

  log(
    '2. Plain TensorFlow.js: its hidden layers frozen, a GumbelSigmoidMask behind each, a linear probe, compile and fit on "is it a zero?"',
  );
  log(`  penalty expectedUnits, ${JSON.stringify({ ...settings.plain, ...shortened })}`);
  start = clock();
  const model = maskedModel(network);
  await fit(model, isZero.train, 2, { ...settings.plain, ...shortened, classWeight: isZero.classWeights, log });
  const masks = await readMasks(model, { fingerprint: await fingerprintNetwork(network) });
  const test = relabel(mnist.test, isZero.classOf);
  const byFit = classificationMetrics(await predictAll(model, test), test.y, isZero.classNames);
  log(`  test accuracy ${percent(byFit.accuracy)}, balanced ${percent(byFit.balancedAccuracy)}, ${size(masks)}, ${minutes(start)}`);

  log('3. The short way: discoverSubnetwork(network, isZero)');
  start = clock();
  const { subnetwork } = await discoverSubnetwork(network, isZero, {
    ...settings.short,
    seed: settings.seed,
    ...shortened,
  });
  if (subnetwork === undefined) throw new Error('quickstart: the search diverged');
  const [found] = await evaluateSubnetworks(network, [subnetwork], mnist.test);
  log(
    `  test accuracy ${percent(found!.accuracy)}, balanced ${percent(found!.balancedAccuracy)}, ${size(subnetwork.masks)}, ${minutes(start)}`,
  );
  log(`  The two masks share ${percent(iou(masks, subnetwork.masks))} of the units that either keeps (IoU).`);

  const result = (metrics: typeof byFit, set: MaskSet): QuickstartResult => ({
    testAccuracy: metrics.accuracy,
    balancedAccuracy: metrics.balancedAccuracy,
    keptUnits: keptUnits(set),
  });
  return { plain: result(byFit, masks), short: result(found!, subnetwork.masks) };
};
