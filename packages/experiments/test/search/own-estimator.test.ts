import { expect, it } from 'vitest';
import { discoverSubnetwork } from '@dum/experiments';
import { gumbelSigmoid, pricePenalty, sumLogits } from '@dum/masks';
import { trainedOnTwoTasks } from '../_two-tasks.js';

it('searches with an estimator and a penalty of its user as with the built-in ones', async () => {
  const { network, tasks } = await trainedOnTwoTasks({ epochs: 1 });
  const options = { epochs: 1, batchSize: 100, alpha: 1e-3 };
  const built = await discoverSubnetwork(network, tasks[0], { ...options, penalty: sumLogits() });
  const measure = { ...sumLogits().terms[0]!.measure, name: 'mine' };
  const own = await discoverSubnetwork(network, tasks[0], {
    ...options,
    estimator: {
      ...gumbelSigmoid(),
      name: 'mine',
      sample: (logits, noise, temperature) => gumbelSigmoid().sample(logits, noise, temperature),
    },
    penalty: pricePenalty(measure, 1),
  });
  own.logits!.forEach((logits, layer) => {
    expect(logits).toBeAllclose(built.logits![layer]!, 1e-4);
  });
  expect(own.subnetwork!.estimator).toBe('mine');
});
