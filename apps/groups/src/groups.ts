import { useBackend } from '@dum/backend';
import { group, oneVsRest, splitTrainValidation, takeFirst } from '@dum/datasets';
import { loadMnist } from '@dum/datasets/node';
import { discoverSubnetworks, evaluateSubnetworks, mlp, subnetworksOf, trainNetwork } from '@dum/experiments';
import { keptUnits, type Subnetwork } from '@dum/masks';
import { sharedUnits } from './shared-units.js';

/** Options of {@link groups}; the defaults are the full study. */
export interface GroupsOptions {
  /** Training samples to use; default all 60,000. */
  readonly limit?: number;
  /** Epochs of training and of the search; default 8. */
  readonly epochs?: number;
  readonly log: (line: string) => void;
}

const seed = 1;

/** Finds the subnetworks of curved digits, of straight ones, and of each single digit in one pass, and shows what they share. */
export const groups = async ({ limit, epochs = 8, log }: GroupsOptions): Promise<readonly Subnetwork[]> => {
  const backend = await useBackend();
  const mnist = await loadMnist();
  const all = limit === undefined ? mnist.train : takeFirst(mnist.train, limit);
  const splits = splitTrainValidation(all, { validation: Math.min(5000, Math.round(all.count / 10)), seed });
  const data = { ...splits, classNames: mnist.classNames };
  log(`Training 784-300-100-10 on ${splits.train.count} digits, ${backend.name} backend`);
  const network = mlp({ inputs: 784, hidden: [300, 100], classes: 10, seed });
  await trainNetwork(network, { ...mnist, ...splits }, { epochs, seed });

  const curved = group(data, { name: 'curved', classes: ['0', '3', '6', '8', '9'] });
  const straight = group(data, { name: 'straight', classes: ['1', '4', '7'] });
  const tasks = [curved, straight, ...oneVsRest(data)];
  log(`Searching ${tasks.length} subnetworks in one pass`);
  const found = await discoverSubnetworks(network, tasks, { alpha: 8e-4, epochs, seed });
  const subnetworks = subnetworksOf(found);
  const metrics = await evaluateSubnetworks(network, subnetworks, mnist.test);

  log('');
  log('task      units  accuracy  balanced');
  subnetworks.forEach(({ task, masks }, index) => {
    const { accuracy, balancedAccuracy } = metrics[index]!;
    log(
      `${task.padEnd(8)} ${String(keptUnits(masks)).padStart(6)} ${percent(accuracy).padStart(9)} ${percent(balancedAccuracy).padStart(9)}`,
    );
  });
  log('');
  for (const line of sharedUnits(subnetworks)) log(line);
  return subnetworks;
};

const percent = (value: number): string => `${(100 * value).toFixed(2)} %`;
