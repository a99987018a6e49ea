import '../_cpu.js';
import { expect, it } from 'vitest';
import { continuousSparsification, gumbelSigmoid, hardConcrete, straightThrough } from '@dum/masks';
import { classRemoval, completeness, crossEntropy, faithfulness } from '@dum/experiments';
import { resolveOptions } from '../../src/search/options.js';
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

it.each([crossEntropy(), faithfulness(), completeness({ weight: 3 }), completeness({ of: faithfulness() }), classRemoval()])(
  'settings with the objective $formula arrive as they were sent',
  (objective) => {
    const sent = toPlainSettings({ ...followed, ...resolveOptions({ objective, readOut: 'original-head' }) }, () => [])!;
    const arrived = fromPlainSettings(structuredClone(sent));
    expect([arrived.objective.formula, arrived.objective.reads, arrived.readOut]).toEqual([
      objective.formula,
      objective.reads,
      'original-head',
    ]);
  },
);

it.each([{ ...faithfulness(), perTask: crossEntropy().perTask }, completeness({ of: { ...faithfulness(), name: 'mine' } })])(
  "settings with an objective of one's own, $name, are not sent",
  (objective) => {
    expect(toPlainSettings({ ...followed, ...resolveOptions({ objective }) }, () => [])).toBeUndefined();
  },
);
