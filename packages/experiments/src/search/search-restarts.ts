import { noiseKey } from '@dum/masks/noise';
import type { GroupSearch } from './group-search.js';
import type { SearchedTask } from './search-result.js';

/**
 * Searches each task several times, and returns the search of the lowest objective for each: that of the final mask, refined and with a
 * read-out fitted to it. The first search has the seed of the settings; each other one has a seed
 * derived from it, which its subnetwork records.
 */
export const searchRestarts = async (
  search: (search: GroupSearch) => Promise<SearchedTask[]>,
  { settings, ...group }: GroupSearch,
): Promise<SearchedTask[]> => {
  const { restarts, seed, onProgress } = settings;
  const lossOf = ({ objective = Number.POSITIVE_INFINITY }: SearchedTask): number => objective;
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
