import { argMax, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { ignoredLabel } from '@dum/datasets';
import {
  discoverSubnetworks,
  evaluateNetwork,
  evaluateSubnetworks,
  evaluateWholeNetwork,
  randomControls,
  subnetworkOutputs,
} from '@dum/experiments';
import { cloneNetwork } from '@dum/masks';
import type { NewHead, Subnetwork } from '@dum/masks/mask-set';
import { trainedOnTwoTasks } from '../_two-tasks.js';

let setting: Awaited<ReturnType<typeof trainedOnTwoTasks>>;
let subnetworks: Subnetwork[];
beforeAll(async () => {
  setting = await trainedOnTwoTasks();
  const found = await discoverSubnetworks(setting.network, setting.tasks, { epochs: 6, batchSize: 50, alpha: 5e-3 });
  subnetworks = found.map(({ subnetwork }) => subnetwork!);
});

describe('evaluateSubnetworks', () => {
  it('is the network with dropped units cut from the weights, read by the read-out', async () => {
    const { network, data } = setting;
    const outputs = await subnetworkOutputs(network, subnetworks, data.test);
    subnetworks.forEach(({ masks, readOut: head }, index) => {
      const readOut = head as NewHead;
      const cut = cloneNetwork(network);
      for (const { layer, kept } of masks.layers) {
        const [kernel, bias] = cut.getLayer(layer).getWeights();
        const units = kept.length;
        cut.getLayer(layer).setWeights([
          tensor(
            kernel!.dataSync().map((value, at) => value * kept[at % units]!),
            kernel!.shape,
          ),
          tensor(
            bias!.dataSync().map((value, at) => value * kept[at]!),
            bias!.shape,
          ),
        ]);
      }
      cut.getLayer('head').setWeights([tensor(new Float32Array(12 * 4), [12, 4]), tensor(new Float32Array(4), [4])]);
      const features = network.layers
        .slice(0, 2)
        .reduce<Tensor>((x, { name }) => cut.getLayer(name).apply(x) as Tensor, tensor(data.test.source.values!, [data.test.count, 16]))
        .dataSync();
      const expected = Float32Array.from({ length: data.test.count * 2 }, (_, at) => {
        const [row, output] = [Math.floor(at / 2), at % 2];
        return (
          readOut.bias[output]! +
          [...readOut.kernel.keys()].reduce(
            (sum, k) => (k % 2 === output ? sum + readOut.kernel[k]! * features[row * 12 + Math.floor(k / 2)]! : sum),
            0,
          )
        );
      });
      expect(outputs[index]!).toBeAllclose(expected, 1e-5);
    });
  });

  it('does the tasks that were planted, better than random masks of the same size', async () => {
    const { network, data, tasks } = setting;
    const metrics = await evaluateSubnetworks(network, subnetworks, data.test);
    const controls = await randomControls(
      network,
      subnetworks.map((subnetwork, index) => ({ subnetwork, task: tasks[index]! })),
      data.test,
      { draws: 5, batchSize: 50 },
    );
    metrics.forEach(({ balancedAccuracy }, index) => {
      const drawn = controls[index]!.map((control) => control.balancedAccuracy);
      expect(drawn).toHaveLength(5);
      expect(balancedAccuracy).toBeGreaterThan(0.97);
      expect(drawn.reduce((sum, value) => sum + value, 0) / 5).toBeLessThan(balancedAccuracy);
    });
  });

  it('refuses masks of another network, naming both', async () => {
    const { data } = setting;
    const { network: other } = await trainedOnTwoTasks({ epochs: 1 });
    const fingerprint = subnetworks[0]!.masks.network.slice(0, 12);
    await expect(evaluateSubnetworks(other, subnetworks, data.test)).rejects.toThrow(
      `belong to another network (fingerprint ${fingerprint}…) than the one given`,
    );
  });

  it('draws the random masks of each task apart', async () => {
    const { network, data, tasks } = setting;
    const twin = { ...subnetworks[0]!, task: 'twin' };
    const controlled = [subnetworks[0]!, twin].map((subnetwork) => ({ subnetwork, task: tasks[0] }));
    const [one, two] = await randomControls(network, controlled, data.test, { draws: 5, batchSize: 50 });
    expect(one!.map(({ confusion }) => confusion)).not.toEqual(two!.map(({ confusion }) => confusion));
  });

  it('refuses masks of a layer that is not there, and of another width', async () => {
    const { network, data } = setting;
    const [first] = subnetworks;
    const renamed = { ...first!, masks: { ...first!.masks, layers: [{ ...first!.masks.layers[0]!, layer: 'dense_17' }] } };
    await expect(evaluateSubnetworks(network, [renamed], data.test)).rejects.toThrow('no layer matches "dense_17"');
    const wide = {
      ...first!,
      masks: { ...first!.masks, layers: first!.masks.layers.map((mask) => ({ ...mask, shape: [3], kept: new Uint8Array(3) })) },
    };
    await expect(evaluateSubnetworks(network, [wide], data.test)).rejects.toThrow(
      'where this network would have masks of "dense_16" [16], "dense_12" [12]',
    );
  });
});

describe('evaluateWholeNetwork', () => {
  it('answers a task by the class that the network predicts', async () => {
    const { network, data, tasks } = setting;
    const [a] = await evaluateWholeNetwork(network, tasks, data.test);
    const outputs = argMax(network.predict(tensor(data.test.source.values!, [data.test.count, 16])) as Tensor, -1).dataSync();
    const right = Array.from(outputs).filter(
      (predicted, row) => tasks[0].classOf[predicted] === tasks[0].classOf[data.test.y[row]!],
    ).length;
    expect(a!.accuracy).toBe(right / data.test.count);
  });

  it('leaves out the classes that a task ignores', async () => {
    const { network, data } = setting;
    const task = { classNames: ['a', 'b'], classOf: [0, 1, ignoredLabel, ignoredLabel] };
    const [metrics] = await evaluateWholeNetwork(network, [task], data.test);
    expect(metrics!.count).toBe(data.test.count / 2);
    expect(metrics!.accuracy).toBeGreaterThan(0.95);
  });

  it('ranks by the softmax of outputs that are none', async () => {
    const { network, data, tasks } = setting;
    const logits = sequential({
      layers: [
        layers.dense({ units: 16, inputShape: [16], activation: 'relu' }),
        layers.dense({ units: 12, activation: 'relu' }),
        layers.dense({ units: 4 }),
      ],
    });
    logits.setWeights(network.getWeights());
    const [[whole], [linear]] = [
      await evaluateWholeNetwork(network, tasks, data.test),
      await evaluateWholeNetwork(logits, tasks, data.test),
    ];
    expect(linear!.rocAuc).toBeCloseTo(whole!.rocAuc, 4);
    expect(linear!.accuracy).toBe(whole!.accuracy);
  });

  it('refuses another number of outputs than classes', async () => {
    const { network, data } = setting;
    await expect(evaluateNetwork(network, data.test, ['a', 'b'])).rejects.toThrow('has 4 outputs; the data has 2 classes');
  });
});
