// Searches a network with known units for each task, and compares the masks found with those planted and with other ways to choose units.
import { discoverSubnetworks, discoveryDefaults, plantModules, scorePlant, scoreUnits } from '@dum/experiments';
import { createMaskSet, keepWithin, keptUnits, keepUnits, randomMasks } from '@dum/masks/mask-set';
import { mean } from './mean.js';
import { isLowest, objectivesOf } from './objective.js';

/** The baselines that choose units by score, at the size of the found mask. */
export const baselines = ['weightMagnitude', 'meanActivation', 'taylor', 'iterativeTaylor'];

const draws = 3;

const allOf = ({ network, layers }) =>
  createMaskSet(
    network,
    layers.map(({ kept, ...layer }) => ({ ...layer, kept: [...kept].fill(1) })),
  );

/** The objective of the found mask and of each it is compared with; null where there is none of that size. */
const compareObjectives = async (network, { task, found, planted, scores }, fitting) => {
  const size = found === undefined ? 0 : keptUnits(found);
  const sets = {
    ...(found === undefined ? {} : { found: [found] }),
    planted: [planted],
    all: [allOf(planted)],
    ...(size === 0 ? {} : { random: randomMasks(found, { seed: fitting.seed, draws }) }),
    ...(size === 0 ? {} : Object.fromEntries(baselines.map((name) => [name, [keepWithin(scores[name], keepUnits(size))]]))),
  };
  const objectives = await objectivesOf(network, task, Object.values(sets).flat(), fitting);
  const means = Object.fromEntries(Object.entries(sets).map(([name, { length }]) => [name, mean(objectives.splice(0, length))]));
  return Object.fromEntries(['found', 'planted', 'all', 'random', ...baselines].map((name) => [name, means[name] ?? null]));
};

/** Runs the case of one plant and seed, with `settings` for the search. */
export const runPlant = async ({ seed, plant }, { settings }) => {
  const { network, tasks, planted } = await plantModules({ ...plant, seed });
  try {
    const start = performance.now();
    const found = await discoverSubnetworks(network, tasks, { seed, ...settings });
    const seconds = (performance.now() - start) / 1000;
    const scores = {};
    for (const method of baselines) scores[method] = await scoreUnits(network, tasks, { method, seed });
    const { alpha, readOutEpochs, normalization } = { ...discoveryDefaults, ...found[0].settings, ...settings };
    const ofTasks = [];
    for (const [at, task] of tasks.entries()) {
      const masks = found[at].subnetwork?.masks;
      const ofTask = Object.fromEntries(baselines.map((method) => [method, scores[method][at]]));
      const compared = { task, found: masks, planted: planted[at], scores: ofTask };
      const objectives = await compareObjectives(network, compared, { alpha, seed, readOutEpochs, normalization });
      ofTasks.push({
        task: task.name,
        status: found[at].status,
        ...(masks === undefined ? { precision: 0, recall: 0 } : scorePlant(masks, planted[at])),
        keptUnits: masks === undefined ? 0 : keptUnits(masks),
        plantedUnits: keptUnits(planted[at]),
        objectives,
        isLowest: isLowest(objectives),
      });
    }
    return { seconds, settings: found[0].settings, readOutEpochs, tasks: ofTasks };
  } finally {
    network.dispose();
  }
};
