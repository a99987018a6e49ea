import { type Estimator, fingerprintNetwork } from '@dum/masks';
import type { Budget } from '@dum/masks/mask-set';
import { budgetText } from '../masked/budget-text.js';
import { maskBody } from '../masked/masked-body.js';
import { fitMasks, statusOf } from '../read-outs/index.js';
import { checkGroup } from './check/check-group.js';
import { fewStepsWarning } from './few-steps.js';
import { finalFitting } from './final-fitting.js';
import { followingSettings } from './following-settings.js';
import type { GroupSearch } from './group-search.js';
import { learnGroup } from './learn-group.js';
import { maskSetOf } from './mask-set-of.js';
import { crossEntropy } from './objectives/cross-entropy.js';
import type { Objective } from './objectives/objective.js';
import { penaltyText, scaledAlpha } from './price/layer-prices.js';
import type { SearchedTask } from './search-result.js';

/** Learns the masks of a group of tasks in one pass, compares them with others, and fits their read-outs. */
export const searchGroup = async (search: GroupSearch): Promise<SearchedTask[]> => {
  const { fingerprint, frozen, tasks, activations, means, settings } = search;
  const { estimator, penalty, alpha, seed, budget } = settings;
  const checked = await checkGroup(search, await learnGroup(search));
  const body = maskBody(search.body, { taskSeeds: tasks.map(() => 0), mask: { constants: means !== undefined } });
  try {
    if ((await fingerprintNetwork(body.tail)) !== frozen) {
      throw new Error('discoverSubnetworks: a frozen weight or statistic changed; this is a defect, please report it');
    }
    const maskSets = checked.map(({ learned: { layers } }) =>
      maskSetOf(
        body,
        layers?.map(({ kept }) => kept),
        fingerprint,
      ),
    );
    const fitted = checked.every(({ learned: { layers } }) => layers === undefined)
      ? []
      : await fitMasks(body, maskSets, tasks, activations.train, finalFitting(settings, tasks, means));
    const warning = tasks.every(({ start }) => start === undefined) ? fewStepsWarning(settings, activations.train.count) : undefined;
    const shared = { settings: followingSettings(settings), ...(warning === undefined ? {} : { warning }) };
    const names = body.masks.map(({ layer }) => layer);
    return checked.map(({ learned: { layers: found, epoch, history }, probes, multiplier, check, objective }, index) => {
      const { name: task, classOf } = tasks[index]!;
      if (found === undefined) return { result: { task, status: 'diverged', epoch, history, ...shared }, probes };
      const fittedMasks = fitted[index]!;
      const status = statusOf(fittedMasks.masks);
      const price = scaledAlpha(alpha, names, multiplier);
      const priced = pricedText(settings.objective, penaltyText(penalty, price, names), budget);
      const made = {
        ...(check === undefined ? {} : { check }),
        alpha: price,
        seed,
        estimator: estimatorText(estimator),
        penalty: priced,
        classOf: [...classOf],
      };
      const logits = found.map((layer) => layer.logits);
      const subnetwork = { task, status, ...fittedMasks, ...made };
      return { result: { task, status, epoch, history, ...shared, logits, subnetwork }, probes, objective };
    });
  } finally {
    body.dispose();
  }
};

/** The formula of the minimised loss; the default objective is left out. */
const pricedText = (objective: Objective, formula: string, budget: Budget | undefined): string => {
  const text = objective === crossEntropy() ? formula : `${objective.formula} + ${formula}`;
  return budget === undefined ? text : `${text}, ${budgetText(budget)}`;
};

/** The name of an estimator in results, with its parameters if it has any: `hardConcrete(gamma -0.1, zeta 1.1)`. */
const estimatorText = ({ name, parameters = {} }: Estimator): string => {
  const given = Object.entries(parameters).map(([parameter, value]) => `${parameter} ${value}`);
  return given.length === 0 ? name : `${name}(${given.join(', ')})`;
};
