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

/** Options of {@link alphaPath}. */
export interface AlphaPathOptions extends Omit<SearchOptions, 'alpha' | 'budget' | 'onProgress'> {
  /** The prices α in any order, each at least 0 and without repetition. */
  readonly alphas: readonly number[];
  /** Passes over the training samples at each price after the first; default a quarter of `epochs`, rounded up. */
  readonly warmEpochs?: number;
  /** Called after every epoch, and between steps. */
  readonly onProgress?: (progress: AlphaPathProgress) => void;
}

/** The progress of a path: the price that is searched, and the progress of that search. */
export interface AlphaPathProgress extends DiscoveryProgress {
  readonly alpha: number;
  /** The number of the price, counted from 1, and the number of prices. */
  readonly price: number;
  readonly prices: number;
}

/** The highest keep probability at the start of the next price. */
const surest = 0.9;

/**
 * Finds the subnetworks of each task at several prices in one run, to show how accuracy depends on size, and suggests one of them.
 *
 * The first search is a plain one at the smallest price. Each next price continues from the logits and linear probes of the one before, for
 * fewer epochs, with noise, learning rates and temperature as at the start of a search. Keep probabilities are capped at .9, so that a
 * higher price can still drop any unit. Prices go up, because the units kept at one price are where the next looks for fewer; going down,
 * dropped units would have to be found again. LassoNet (Lemhadri, Ruan, Abraham and Tibshirani 2021) orders its penalties in the same way.
 * A mask depends on the prices before its own; at the same price it keeps somewhat more units than a separate search does.
 *
 * All figures are of the validation split. A task that diverges has no points from that price on; the others continue. As in
 * {@link discoverSubnetworks}, `workers` share the tasks, a task's result does not depend on the other tasks, and the network stays
 * untouched. `patience` and `restarts` apply at each price; the next price continues from the masks of the best epoch and search.
 *
 * Throws `bad-input`, before training, as that does; for no price, one that is not finite, below 0 or repeated; and for an `alpha` or a
 * `budget`.
 *
 * Prefer {@link discoverSubnetworks} with a `budget` where the size is known, and `measureFrontier` to compare methods.
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
    const found = searched.flatMap(({ result: { subnetwork, logits }, probes }, index) =>
      subnetwork === undefined ? [] : [{ task: going[index]!, subnetwork, start: warmStart({ logits, probes }, settings) }],
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

/** The start of the next price: the learned logits, capped so that a higher price can still move them, and the linear probes. */
const warmStart = ({ logits, probes }: WarmStart, { estimator, temperature }: DiscoverySettings): WarmStart => {
  const most = estimator.initialLogit(surest, temperature.start);
  return { probes, logits: logits.map((ofMask) => ofMask.map((logit) => Math.min(most, logit))) };
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
  if (twice !== undefined) throw new DumError('bad-input', `${who}: ${twice} occurs twice in alphas; give each price once`);
  return prices;
};

const refuseOtherPrices = (who: string, options: object): void => {
  const given = ['alpha', 'budget'].find((name) => name in options);
  if (given !== undefined) throw new DumError('bad-input', `${who}: ${given} was given; a path takes its prices from alphas; leave it out`);
};
