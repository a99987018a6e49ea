import fc from 'fast-check';
import { expect, it } from 'vitest';
import { discoverSubnetwork, fewStepsWarning } from '@dum/experiments';
import { trainedOnTwoTasks } from '../_two-tasks.js';

it('is a sentence with the steps, those that masks need, and the default', () => {
  expect(fewStepsWarning({ epochs: 4, batchSize: 50 }, 8000)).toBe(
    '4 epochs make 640 steps, fewer than half of the 1700 that masks need; the default is 11 epochs, 1760 steps',
  );
  expect(fewStepsWarning({ epochs: 1, batchSize: 256 }, 100)).toBe(
    '1 epoch makes 1 step, fewer than half of the 1700 that masks need; the default is 1700 epochs, 1700 steps',
  );
});

it('comes with fewer than 850 steps, and with no others', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 5000 }),
      (epochs, batchSize, samples) => {
        const steps = epochs * (samples < batchSize ? 1 : Math.floor(samples / batchSize));
        expect(fewStepsWarning({ epochs, batchSize }, samples) !== undefined).toBe(steps < 850);
      },
    ),
  );
});

it('is with the results of a search', async () => {
  const { network, tasks } = await trainedOnTwoTasks({ epochs: 1 });
  const { warning } = await discoverSubnetwork(network, tasks[0], { epochs: 2, batchSize: 50, check: false });
  expect(warning).toBe(fewStepsWarning({ epochs: 2, batchSize: 50 }, 1000));
  const options = { epochs: 50, batchSize: 50, check: false, refinements: 0 };
  expect(await discoverSubnetwork(network, tasks[0], options)).not.toHaveProperty('warning');
});
