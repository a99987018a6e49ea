import { describe, expect, it } from 'vitest';
import {
  continuousSparsification,
  type EstimatorConfig,
  estimatorFromConfig,
  estimatorToConfig,
  gumbelSigmoid,
  hardConcrete,
  straightThrough,
} from '@dum/masks';

describe('an estimator as plain JSON', () => {
  it.each([
    [gumbelSigmoid(), 'gumbelSigmoid'],
    [straightThrough(), 'straightThrough'],
    [continuousSparsification(), 'continuousSparsification'],
    [hardConcrete({ gamma: -0.3, zeta: 1.25 }), { name: 'hardConcrete', parameters: { gamma: -0.3, zeta: 1.25 } }],
  ])('is its name, and its parameters where it has any: $name', (estimator, config) => {
    expect(estimatorToConfig(estimator)).toEqual(config);
    const again = estimatorFromConfig(JSON.parse(JSON.stringify(config)) as EstimatorConfig);
    expect([again.name, again.parameters]).toEqual([estimator.name, estimator.parameters]);
    expect(estimatorToConfig(again)).toEqual(config);
  });

  it.each([
    ['gumbelSigmoid', 'estimatorToConfig: the estimator is called "gumbelSigmoid" but is not the built-in one; give it another name'],
    ['gumbelSigmoit', 'estimatorToConfig: no estimator is called "gumbelSigmoit"; did you mean "gumbelSigmoid"? Saved ones are '],
  ])('is refused for one that is called %s but is not built in', (name, message) => {
    expect(() => estimatorToConfig({ ...gumbelSigmoid(), name })).toThrow(message);
  });

  it.each<[unknown, string]>([
    [{ name: 'gumbelSigmoid', parameters: { gamma: -1 } }, 'the saved estimator "gumbelSigmoid" comes with parameters; it has none'],
    [{ name: 'hardConcrete', parameters: { gamma: -1, beta: 2 } }, 'hardConcrete: no option is called "beta"'],
    [{ name: 'hardConcrete', parameters: { gamma: 'x' } }, 'hardConcrete: gamma is "x"; expected a finite number below 0'],
    [{ name: 'hardConcrete', parameters: null }, 'hardConcrete: options is null'],
    [{ name: '__proto__' }, 'no estimator is called "__proto__"'],
    [null, 'no estimator is called null'],
    [7, 'no estimator is called 7'],
    [{}, 'no estimator is called missing'],
  ])('is refused where it is %j', (config, message) => {
    expect(() => estimatorFromConfig(config as EstimatorConfig, 'mine')).toThrow(message);
  });

  it('is refused in the name of who asks', () => {
    expect(() => estimatorFromConfig('none', 'readSearch')).toThrow('readSearch: no estimator is called "none"');
  });
});
