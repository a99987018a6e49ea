// Measures learned masks and baselines in a trained network, at shares of its units.
import { measureFrontier } from '@dum/experiments';
import { insertMasks } from '@dum/masks';
import { keepUnits } from '@dum/masks/mask-set';
import { shares } from './cases.js';
import { openers } from './networks/openers.js';

const baselines = ['iterativeTaylor', 'taylor', 'random'];

/** The number of units that a search masks. */
const countUnits = (network, options) => {
  const { network: masked, masks } = insertMasks(network, options);
  const units = masks.reduce((count, { mask }) => count + mask.logits.shape.reduce((size, side) => size * side), 0);
  masked.dispose();
  return units;
};

/** Runs the case of one network and seed, with `settings` for the search besides those of the case. */
export const runNetwork = async ({ opens, split, search, fitting, layers, ...each }, { settings, files, say }) => {
  const { network, data, tasks } = await openers[opens]({ ...each, files, say });
  const { seed } = each;
  try {
    const masked = layers === undefined ? {} : { layers };
    const units = countUnits(network, masked);
    const fits = Object.fromEntries(Object.entries(settings).filter(([name]) => ['readOutEpochs', 'normalization'].includes(name)));
    const measure = (methods, budgets) =>
      measureFrontier(network, tasks, data[split], { methods, budgets, seed, ...masked, ...fitting, ...fits });
    const budgets = shares.map((share) => keepUnits(Math.max(1, Math.round(share * units))));
    const seconds = {};
    const points = [];
    const timed = async (name, method, ofBudgets) => {
      const start = performance.now();
      points.push(...(await measure([{ name, ...method }], ofBudgets)));
      seconds[name] = (performance.now() - start) / 1000;
      say(`  ${name}: ${seconds[name].toFixed(0)} s`);
    };
    await timed('learned', { search: { ...masked, ...search, ...settings } }, budgets);
    for (const baseline of baselines) await timed(baseline, { baseline }, budgets);
    // any scores keep all units within a budget of all
    await timed('whole', { baseline: 'random' }, [keepUnits(units)]);
    return { units, seconds, points };
  } finally {
    network.dispose();
  }
};
