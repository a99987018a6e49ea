import { memory } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  alphaPath,
  type AlphaPathOptions,
  type AlphaPathProgress,
  completeness,
  convNet,
  discoverSubnetworks,
  evaluateSubnetworks,
  plantModules,
  scorePlant,
} from '@dum/experiments';
import { hardConcrete, keepUnits } from '@dum/masks';
import { keptUnits } from '@dum/masks/mask-set';
import type { GroupSearch } from '../../src/search/group-search.js';
import { searchGroup } from '../../src/search/search-group.js';
import type { SearchedTask } from '../../src/search/search-result.js';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
});

const quick = { epochs: 4, batchSize: 50, learningRate: 0.1, readOutEpochs: 1, refinements: 0, check: false };
const alphas = [1e-3, 3e-2, 5e-3];

describe('a path of prices', () => {
  it('has the prices in ascending order, and the size and the figures of each subnetwork', async () => {
    const { network, tasks, splits } = setting;
    const paths = await alphaPath(network, tasks, { ...quick, alphas });
    expect(paths.map(({ task }) => task)).toEqual(tasks.map(({ name }) => name));
    for (const { task, points, knee } of paths) {
      expect(points.map(({ alpha }) => alpha)).toEqual([1e-3, 5e-3, 3e-2]);
      const metrics = await evaluateSubnetworks(
        network,
        points.map(({ subnetwork }) => subnetwork),
        splits.validation,
      );
      for (const [at, point] of points.entries()) {
        expect(point.subnetwork).toMatchObject({ task, alpha: point.alpha });
        expect(point.keptUnits).toBe(keptUnits(point.subnetwork.masks));
        expect(point.subnetwork.penalty).toBe(`${point.alpha}·Σσ(l)`);
        const { accuracy, balancedAccuracy } = metrics[at]!;
        expect([point.accuracy, point.balancedAccuracy]).toEqual([accuracy, balancedAccuracy]);
      }
      expect(points.at(-1)!.keptUnits).toBeLessThan(points[0]!.keptUnits);
      expect(points).toContain(knee);
    }
  });

  it('of one price is a plain search', async () => {
    const { network, tasks } = setting;
    const [paths, plain] = [
      await alphaPath(network, tasks, { ...quick, alphas: [5e-3] }),
      await discoverSubnetworks(network, tasks, { ...quick, alpha: 5e-3 }),
    ];
    expect(paths.map(({ points }) => points.map(({ subnetwork }) => subnetwork))).toEqual(plain.map(({ subnetwork }) => [subnetwork]));
    expect(paths.map(({ knee }) => knee)).toEqual(paths.map(({ points }) => points[0]));
  });

  it('goes on from the logits of the price before, at most those of a keep probability of .9, and from its probes', async () => {
    const { network, tasks } = setting;
    const found: SearchedTask[][] = [];
    const search = async (given: GroupSearch): Promise<SearchedTask[]> => {
      const still = found.length === 0 ? {} : { learningRate: 1e-30, headLearningRate: 1e-30 };
      const searched = await searchGroup({ ...given, settings: { ...given.settings, ...still } });
      found.push(searched);
      return searched;
    };
    await alphaPath(network, tasks, { ...quick, warmEpochs: 1, alphas: [1e-3, 1e-2], workers: { search } });
    const most = Math.log(0.9 / 0.1);
    for (const [task, before] of found[0]!.entries()) {
      const after = found[1]![task]!;
      const logits = before.result.logits!;
      expect(Math.max(...logits.flatMap((layer) => [...layer]))).toBeGreaterThan(most);
      for (const [layer, learned] of logits.entries())
        expect(after.result.logits![layer]).toBeAllclose(
          learned.map((logit) => Math.min(logit, most)),
          1e-6,
        );
      for (const [kind, { kernel, bias }] of before.probes.entries()) {
        expect(after.probes[kind]!.kernel).toBeAllclose(kernel, 1e-6);
        expect(after.probes[kind]!.bias).toBeAllclose(bias, 1e-6);
      }
      expect(after.result.history).toHaveLength(1);
    }
  });

  it('does not depend on which tasks ride along, repeats to the bit, and leaks nothing', async () => {
    const { network, tasks } = setting;
    const together = await alphaPath(network, tasks, { ...quick, alphas });
    const before = memory().numTensors;
    expect(await alphaPath(network, tasks, { ...quick, alphas })).toEqual(together);
    expect(memory().numTensors).toBe(before);
    const [alone] = await alphaPath(network, [tasks[1]], { ...quick, alphas });
    expect(alone!.points.map((point) => point.keptUnits)).toEqual(together[1]!.points.map((point) => point.keptUnits));
  });

  it('goes the general way too, with probes of the complement, other estimators, and convolutions', async () => {
    const { network, tasks, data } = setting;
    const kinds: readonly [LayersModel, Partial<AlphaPathOptions>][] = [
      [network, { objective: completeness() }],
      [network, { estimator: hardConcrete() }],
      [convNet({ inputShape: [4, 4, 1], filters: [4], classes: data.classNames.length }), { readOut: 'original-head' }],
    ];
    for (const [whole, options] of kinds) {
      const [path] = await alphaPath(whole, [tasks[0]], { ...quick, epochs: 1, ...options, alphas: [1e-4, 1e-3] });
      expect(path!.points).toHaveLength(2);
    }
  });

  it('ends for a task where it diverges, and goes on for the others', async () => {
    const { network, tasks } = setting;
    const none = await alphaPath(network, tasks, { ...quick, alphas, headLearningRate: 1e38 });
    expect(none.map(({ points, knee }) => [points, knee])).toEqual([
      [[], undefined],
      [[], undefined],
    ]);
  });

  it('reports which price it is at', async () => {
    const { network, tasks } = setting;
    const heard: AlphaPathProgress[] = [];
    await alphaPath(network, tasks, { ...quick, warmEpochs: 2, alphas: [1e-2, 1e-3], onProgress: (progress) => heard.push(progress) });
    const epochs = heard
      .filter(({ tasks: ended }) => ended !== undefined)
      .map(({ alpha, price, prices, epoch }) => [alpha, price, prices, epoch]);
    expect(epochs).toEqual([...[1, 2, 3, 4].map((epoch) => [1e-3, 1, 2, epoch]), ...[1, 2].map((epoch) => [1e-2, 2, 2, epoch])]);
  });

  it.each<[object, string]>([
    [{ alphas: [] }, 'alphaPath: no price came in alphas; expected at least one, such as [1e-4, 1e-3, 1e-2]'],
    [{}, 'alphaPath: no price came in alphas'],
    [{ alphas: 1e-3 }, 'alphaPath: alphas is 0.001; expected a list of prices, such as [1e-4, 1e-3, 1e-2]'],
    [{ alphas: [1e-3, -1] }, 'alphaPath: a price in alphas is -1; expected a finite number of at least 0'],
    [{ alphas: [1e-3, Number.NaN] }, 'alphaPath: a price in alphas is NaN; expected a finite number of at least 0'],
    [{ alphas: [1e-3, 1e-2, 1e-3] }, 'alphaPath: 0.001 occurs twice in alphas; give each price once'],
    [{ alphas, alpha: 1 }, 'alphaPath: alpha was given; a path takes its prices from alphas; leave it out'],
    [{ alphas, budget: keepUnits(5) }, 'alphaPath: budget was given; a path takes its prices from alphas; leave it out'],
    [{ alphas, warmEpochs: 0 }, 'alphaPath: warmEpochs is 0; expected a whole number of at least 1'],
    [{ alphas, epoch: 3 }, 'no option is called "epoch"; did you mean "epochs"?'],
  ])('refuses %o', async (options, message) => {
    const { network, tasks } = setting;
    await expect(alphaPath(network, tasks, options as AlphaPathOptions)).rejects.toThrow(message);
  });
});

it.each([1, 2])('the knee of a plant with seed %i is what was planted', async (seed) => {
  const { network, tasks, planted } = await plantModules({ seed });
  const paths = await alphaPath(network, tasks, { alphas: [3e-4, 1e-3, 3e-3] });
  for (const [task, { knee }] of paths.entries()) {
    const { precision, recall } = scorePlant(knee!.subnetwork.masks, planted[task]!);
    expect(Math.min(precision, recall)).toBeGreaterThanOrEqual(0.9);
  }
});
