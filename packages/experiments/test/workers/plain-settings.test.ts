import '../_cpu.js';
import { expect, it } from 'vitest';
import { continuousSparsification, gumbelSigmoid, hardConcrete, straightThrough } from '@dum/masks';
import { resolveOptions } from '../../src/discovery/options.js';
import { fromPlainSettings, toPlainSettings } from '../../src/workers/plain-settings.js';

const followed = { epochs: 8, headLearningRate: 0.01, initialKeepProbability: 0.4 };

it.each([gumbelSigmoid(), hardConcrete(), hardConcrete({ gamma: -0.4 }), straightThrough(), continuousSparsification()])(
  'settings with $name $parameters arrive as they were sent',
  (estimator) => {
    const settings = { ...followed, ...resolveOptions({ estimator }) };
    const arrived = fromPlainSettings(structuredClone(toPlainSettings(settings, () => [])!));
    expect([arrived.estimator.name, arrived.estimator.parameters]).toEqual([estimator.name, estimator.parameters]);
    expect(arrived).toMatchObject({ temperature: settings.temperature, initialKeepProbability: settings.initialKeepProbability });
  },
);

it.each([
  { ...gumbelSigmoid(), name: 'mine' },
  { ...gumbelSigmoid(), sample: hardConcrete().sample },
  { ...hardConcrete({ gamma: -0.4 }), parameters: hardConcrete().parameters! },
])('settings with a changed copy of an estimator, called $name, are not sent', (estimator) => {
  expect(toPlainSettings({ ...followed, ...resolveOptions({ estimator }) }, () => [])).toBeUndefined();
});
