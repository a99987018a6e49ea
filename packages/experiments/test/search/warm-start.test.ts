import { expect, it } from 'vitest';
import { group, splitTrainValidation, twoTasks } from '@dum/datasets';
import { mlp } from '@dum/experiments';
import { textKey } from '@dum/masks/noise';
import { absentClass, createProbes } from '../../src/read-outs/probes.js';
import { createMaskedBody } from '../../src/masked/masked-body.js';
import { readLogits } from '../../src/masked/read-logits.js';
import { applyWarmStarts, readTaskProbes } from '../../src/search/warm-start.js';

const data = twoTasks({ seed: 3, train: 200, test: 100 });
const splits = { ...splitTrainValidation(data.train, { validation: 50, seed: 1 }), classNames: data.classNames };
const two = group(splits, { name: 'two', classes: ['a1b0', 'a1b1'] });
const three = group(splits, { name: 'three', groups: { first: ['a0b0'], second: ['a0b1'], third: ['a1b0'] } });
const network = mlp({ inputs: 16, hidden: [5, 4], classes: 4, seed: 2 });

const setUp = (tasks: readonly (typeof two)[]) => {
  const taskSeeds = tasks.map(({ name }) => textKey(name));
  const body = createMaskedBody(network, { taskSeeds });
  const counts = tasks.map(({ classNames }) => classNames.length);
  return {
    body,
    searchReadOuts: {
      probes: createProbes(taskSeeds, body.features, counts, 7),
      complementProbes: createProbes(taskSeeds, body.features, counts, 8),
    },
  };
};

it('masks and probes go on in another group, of fewer classes or of more', async () => {
  const [both, alone] = [setUp([two, three]), setUp([two])];
  const probes = await readTaskProbes(both.searchReadOuts, [two, three]);
  const logits = [Float32Array.of(1, -2, 3, -4, 5), Float32Array.of(-1, 2, -3, 4)];
  applyWarmStarts(alone.body, alone.searchReadOuts, [{ ...two, start: { logits, probes: probes[0]! } }]);
  const [narrow] = await readTaskProbes(alone.searchReadOuts, [two]);
  for (const [kind, { kernel, bias }] of narrow!.entries()) {
    const wide = probes[0]![kind]!;
    expect([...kernel]).toEqual([...wide.kernel].filter((_, at) => at % 3 < 2));
    expect([...bias]).toEqual([0, 0]);
    expect(wide.bias[2]).toBe(absentClass);
  }
  expect((await readLogits(alone.body))[0]!.map((layer) => layer.logits)).toEqual(logits);

  const again = setUp([three, two]);
  applyWarmStarts(again.body, again.searchReadOuts, [
    { ...three, start: { logits, probes: probes[1]! } },
    { ...two, start: { logits, probes: narrow! } },
  ]);
  const [ofThree, ofTwo] = await readTaskProbes(again.searchReadOuts, [three, two]);
  expect(ofThree).toEqual(probes[1]);
  expect(ofTwo!.map(({ bias }) => [...bias])).toEqual([
    [0, 0, absentClass],
    [0, 0, absentClass],
  ]);
  expect([...ofTwo![0]!.kernel].filter((_, at) => at % 3 < 2)).toEqual([...narrow![0]!.kernel]);
});

it('nothing changes where a task goes on from nothing', async () => {
  const { body, searchReadOuts } = setUp([two]);
  const before = [await readLogits(body), await readTaskProbes(searchReadOuts, [two])];
  applyWarmStarts(body, searchReadOuts, [two]);
  expect([await readLogits(body), await readTaskProbes(searchReadOuts, [two])]).toEqual(before);
});
