import { noiseKey } from '@dum/masks/noise';
import type { GroupSearch } from './search-group.js';
import type { SearchedTask } from './search-result.js';

/**
 * Searches each task several times, and returns the search of the lowest validation loss for each.
 *
 * Without a budget the penalty is added, because sizes differ. The first search has the seed of the settings; each other one has a seed
 * derived from it, which its subnetwork records.
 */
export const searchRestarts = async (
  search: (search: GroupSearch) => Promise<SearchedTask[]>,
  { settings, ...group }: GroupSearch,
): Promise<SearchedTask[]> => {
  const { restarts, seed, budget, onProgress } = settings;
  const lossOf = ({ result: { history, epoch, subnetwork } }: SearchedTask): number => {
    const record = history.find((each) => each.epoch === epoch);
    if (subnetwork === undefined || record === undefined) return Number.POSITIVE_INFINITY;
    return record.validationLoss! + (budget === undefined ? record.penalty! : 0);
  };
  let best: SearchedTask[] = [];
  for (let restart = 0; restart < restarts; restart++) {
    const found = await search({
      ...group,
      settings: {
        ...settings,
        seed: restart === 0 ? seed : noiseKey(seed, restart),
        onProgress: ({ epoch, epochs, step, steps, ...progress }) =>
          onProgress?.({
            ...progress,
            ...{ epoch: restart * epochs + epoch, epochs: restarts * epochs, step: restart * steps + step, steps: restarts * steps },
          }),
      },
    });
    best = found.map((each, task) => (restart > 0 && lossOf(best[task]!) <= lossOf(each) ? best[task]! : each));
  }
  return best;
};
