import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { DumError } from '@dum/errors';
import { discoverSubnetworks, type SearchOptions, type SearchWorkers } from '../discovery/discover-subnetworks.js';
import type { DiscoveryProgress, DiscoverySettings } from '../discovery/options.js';
import { type GroupSearch, searchGroup } from '../discovery/search-group.js';
import type { SearchTask } from '../discovery/search-task.js';
import type { WarmStart } from '../discovery/warm-start.js';
import { classificationMetrics } from '../metrics/classification-metrics.js';
import { atLeastZero, positiveInteger, requireNumbers } from '../options/check-options.js';
import type { AlphaPath, AlphaPoint } from './alpha-point.js';
import { kneeOf } from './knee.js';
import { measureOnValidation } from './measure-on-validation.js';

/** The prices of a path, and the settings of its searches. */
export interface AlphaPathOptions extends Omit<SearchOptions, 'alpha' | 'budget' | 'onProgress'> {
  /** The prices, each at least 0 and there once, in any order. */
  readonly alphas: readonly number[];
  /** Passes over the training samples at each price but the first, which has `epochs`; default a quarter of these, rounded up. */
  readonly warmEpochs?: number;
  /** Hears of every epoch, and of steps between. */
  readonly onProgress?: (progress: AlphaPathProgress) => void;
}

/** Where a path stands: in the search at one of its prices. */
export interface AlphaPathProgress extends DiscoveryProgress {
  readonly alpha: number;
  /** Which price it is, counted from 1, and how many there are. */
  readonly price: number;
  readonly prices: number;
}

export const alphaPath = async (
  network: LayersModel,
  tasks: readonly Task[],
  { alphas, warmEpochs, onProgress, workers, ...options }: AlphaPathOptions,
): Promise<AlphaPath[]> => {
  const who = 'alphaPath';
  const prices = sortedPrices(who, alphas);
  refuseOwn(who, options);
  if (warmEpochs !== undefined) requireNumbers(who, { warmEpochs }, { warmEpochs: positiveInteger });
  let paths: AlphaPath[] = [];
  const walk: SearchWorkers['search'] = async (prepared) => {
    paths = await walkPath(prepared, prices, { warmEpochs, onProgress, search: workers?.search ?? searchGroup });
    return [];
  };
  const allocate = workers?.allocate;
  await discoverSubnetworks(network, tasks, {
    ...options,
    alpha: prices[0]!,
    workers: { search: walk, ...(allocate === undefined ? {} : { allocate }) },
  });
  return paths;
};

interface Walk {
  readonly onProgress: AlphaPathOptions['onProgress'];
  readonly warmEpochs: number | undefined;
  readonly search: SearchWorkers['search'];
}

const walkPath = async (prepared: GroupSearch, prices: readonly number[], { warmEpochs, onProgress, search }: Walk): Promise<AlphaPath[]> => {
  const { tasks, settings } = prepared;
  for (const { validation, classNames } of tasks)
    classificationMetrics(new Float32Array(validation.y.length * classNames.length), validation.y, classNames);
  const next = { epochs: warmEpochs ?? Math.ceil(settings.epochs / 4) };
  const points = new Map(tasks.map(({ name }): [string, AlphaPoint[]] => [name, []]));
  let going = tasks;
  for (const [at, alpha] of prices.entries()) {
    if (going.length === 0) break;
    const tell = (progress: DiscoveryProgress) => onProgress?.({ ...progress, alpha, price: at + 1, prices: prices.length });
    const searched = await search({
      ...prepared,
      tasks: going,
      settings: { ...settings, ...(at === 0 ? {} : next), alpha, onProgress: tell },
    });
    const found = searched.flatMap(({ discovery: { subnetwork, logits }, heads }, index) =>
      subnetwork === undefined ? [] : [{ task: going[index]!, subnetwork, start: warmStart({ logits, heads }, settings) }],
    );
    going = found.map(({ task, start }): SearchTask => ({ ...task, start }));
    if (found.length === 0) break;
    const measured = await measureOnValidation(prepared, going, found.map(({ subnetwork }) => subnetwork), alpha);
    for (const [index, point] of measured.entries()) points.get(going[index]!.name)!.push(point);
  }
  return tasks.map(({ name: task }) => ({ task, points: points.get(task)!, knee: kneeOf(points.get(task)!) }));
};

const [FLOOR, CEIL] = (process.env['AP'] ?? '1,1').split(',').map(Number);
const warmStart = ({ logits, heads }: WarmStart, { estimator, initialKeepProbability, temperature }: DiscoverySettings): WarmStart => {
  const least = estimator.initialLogit(initialKeepProbability, temperature.start);
  return { heads, logits: logits.map((ofMask) => ofMask.map((logit) => Math.min(CEIL === 0 ? 1e9 : CEIL!, FLOOR === 1 ? Math.max(least, logit) : FLOOR === 2 && logit <= 0 ? Math.max(least, -3) : logit))) };
};

const sortedPrices = (who: string, alphas: readonly number[]): number[] => {
  const sorted = [...alphas].sort((a, b) => (process.env['UP'] ? a - b : b - a));
  return sorted;
};
const refuseOwn = (who: string, options: object): void => {
  const given = ['alpha', 'budget'].find((name) => name in options);
  if (given === undefined) return;
  throw new DumError('bad-input', `${who}: ${given} was given; a path has prices of its own, alphas; leave it out`);
};
