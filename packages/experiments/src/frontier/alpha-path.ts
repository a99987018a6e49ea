import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Task } from '@dum/datasets';
import { DumError, finiteNumber, optional, requireOptions, wholeNumber } from '@dum/errors';
import {
  type DiscoveryProgress,
  type DiscoverySettings,
  type PreparedSearch,
  prepareSearch,
  type SearchOptions,
  type SearchTask,
  type WarmStart,
} from '../search/index.js';
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

/** How likely the surest unit is kept where the search goes on at the next price. */
const surest = 0.9;

/**
 * How accuracy depends on size: the subnetworks of each task at several prices, found in one run, and which of them to take.
 *
 * The first search is a plain one at the smallest price. Each next price goes on from the logits and heads learned at the one before, over
 * fewer epochs, with noise, rates and temperature as at the start of a search; kept units are kept with a probability of .9 at most, so
 * that a dearer price can still drop them. Prices go up, not down: what is kept at one is where the next looks for fewer, while units
 * dropped for good would have to be found anew. LassoNet (Lemhadri, Ruan, Abraham and Tibshirani 2021) walks its penalties so too.
 * A mask depends on the prices before its own; at the same price it keeps somewhat more units than a search of its own does.
 *
 * All figures are of the validation split. A task that diverges has no points from that price on, and the others go on. Stepping is that of
 * {@link discoverSubnetworks}: `workers` take part, a task's result does not depend on which tasks ride along, and the network given
 * stays untouched. `patience` and `restarts` hold at each price; the masks of the best epoch and search go on then.
 *
 * Throws `bad-input`, before training, as that does; for no price, one that is not finite, below 0 or there twice; and for an `alpha` or a
 * `budget`.
 *
 * Prefer {@link discoverSubnetworks} with a `budget` where the size is known, and `measureFrontier` to set methods beside each other.
 *
 * @example
 * const [path] = await alphaPath(network, tasks, { alphas: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2] });
 * console.log(path.knee.keptUnits, path.points.map(({ keptUnits, balancedAccuracy }) => [keptUnits, balancedAccuracy]));
 */
export const alphaPath = async (
  network: LayersModel,
  tasks: readonly Task[],
  { alphas, warmEpochs, onProgress, ...options }: AlphaPathOptions,
): Promise<AlphaPath[]> => {
  const who = 'alphaPath';
  const prices = ascendingPrices(who, alphas);
  refuseOtherPrices(who, options);
  requireOptions(who, { warmEpochs }, { warmEpochs: optional(wholeNumber(1)) });
  const prepared = await prepareSearch(network, tasks, { ...options, alpha: prices[0] });
  try {
    return await walkPath(prepared, prices, { warmEpochs, onProgress });
  } finally {
    prepared.dispose();
  }
};

const walkPath = async (
  prepared: PreparedSearch,
  prices: readonly number[],
  { warmEpochs, onProgress }: { readonly warmEpochs: number | undefined; readonly onProgress: AlphaPathOptions['onProgress'] },
): Promise<AlphaPath[]> => {
  const { tasks, settings } = prepared;
  const next = { epochs: warmEpochs ?? Math.ceil(settings.epochs / 4) };
  const points = new Map(tasks.map(({ name }): [string, AlphaPoint[]] => [name, []]));
  let going = tasks;
  for (const [at, alpha] of prices.entries()) {
    if (going.length === 0) break;
    const tell = (progress: DiscoveryProgress) => onProgress?.({ ...progress, alpha, price: at + 1, prices: prices.length });
    const searched = await prepared.search({ tasks: going, settings: { ...(at === 0 ? {} : next), alpha, onProgress: tell } });
    const found = searched.flatMap(({ discovery: { subnetwork, logits }, heads }, index) =>
      subnetwork === undefined ? [] : [{ task: going[index]!, subnetwork, start: warmStart({ logits, heads }, settings) }],
    );
    going = found.map(({ task, start }): SearchTask => ({ ...task, start }));
    if (found.length === 0) break;
    const measured = await measureOnValidation(
      prepared,
      going,
      found.map(({ subnetwork }) => subnetwork),
      alpha,
    );
    for (const [index, point] of measured.entries()) points.get(going[index]!.name)!.push(point);
  }
  return tasks.map(({ name: task }) => ({ task, points: points.get(task)!, knee: kneeOf(points.get(task)!) }));
};

/** What masks and heads go on from: logits as they were learned, but none so high that a dearer price could hardly move it. */
const warmStart = ({ logits, heads }: WarmStart, { estimator, temperature }: DiscoverySettings): WarmStart => {
  const most = estimator.initialLogit(surest, temperature.start);
  return { heads, logits: logits.map((ofMask) => ofMask.map((logit) => Math.min(most, logit))) };
};

const ascendingPrices = (who: string, alphas: unknown): [number, ...number[]] => {
  const example = 'such as [1e-4, 1e-3, 1e-2]';
  if (alphas !== undefined && !Array.isArray(alphas))
    throw new DumError('bad-input', `${who}: alphas is ${JSON.stringify(alphas)}; expected a list of prices, ${example}`);
  const [first, ...others] = ((alphas ?? []) as number[]).toSorted((a, b) => a - b);
  if (first === undefined) throw new DumError('bad-input', `${who}: no price came in alphas; expected at least one, ${example}`);
  const prices: [number, ...number[]] = [first, ...others];
  for (const price of prices) requireOptions(who, { 'a price in alphas': price }, { 'a price in alphas': finiteNumber({ atLeast: 0 }) });
  const twice = others.find((price, at) => price === prices[at]);
  if (twice !== undefined) throw new DumError('bad-input', `${who}: ${twice} is twice in alphas; give each price once`);
  return prices;
};

const refuseOtherPrices = (who: string, options: object): void => {
  const given = ['alpha', 'budget'].find((name) => name in options);
  if (given !== undefined) throw new DumError('bad-input', `${who}: ${given} was given; a path has the prices of alphas; leave it out`);
};
