import type { Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks, type LayerRule, registerLayerRule } from '@dum/masks';
import { refusal } from '../_refusal.js';

const rule: LayerRule = { classNames: ['TestAnother'], flow: 'keeps' };

describe('registerLayerRule refuses', () => {
  it.each<[string, object, string]>([
    ['a class of TensorFlow.js', { classNames: ['Dense'] }, 'the class "Dense" has a rule already; expected a custom class'],
    ['a mask', { classNames: ['DumUnitMask'] }, 'the class "DumUnitMask" has a rule already'],
    ['a network', { classNames: ['Sequential'] }, 'the class "Sequential" has a rule already'],
    ['a class given twice', { classNames: ['TestTwice', 'TestTwice'] }, 'the class "TestTwice" has a rule already'],
    ['no class', { classNames: [] }, 'classNames is a list of 0; expected a list of class names'],
    ['an empty name', { classNames: [''] }, 'classNames is a list of 1; expected a list of class names'],
    ['no flow', { flow: undefined }, 'flow is missing; expected one of forms, keeps, passes, moves'],
    ['another flow', { flow: 'keep' }, 'flow is "keep"; expected one of forms, keeps'],
    ['another key', { preserveZero: true }, 'no option is called "preserveZero"; did you mean "preservesZero"?'],
    ['another zero', { preservesZero: 'any' }, 'preservesZero is "any"; expected true, false or "from-any"'],
    ['axes that are none', { channelAxes: [-1] }, 'channelAxes is a list of 1; expected a list with an axis or null for each weight'],
    ['a number for a function', { multiplyAdds: 3 }, 'multiplyAdds is 3; expected a function'],
    ['text for a flag', { maskedByDefault: 'yes' }, 'maskedByDefault is "yes"; expected true or false'],
  ])('%s', (_, change, message) => {
    expect(refusal(() => registerLayerRule({ ...rule, ...change }))).toContain(`registerLayerRule: ${message}`);
  });

  it('what is no rule', () => {
    expect(refusal(() => registerLayerRule('Mish' as unknown as LayerRule))).toMatch(/^registerLayerRule: options is "Mish"; expected/);
  });

  it('a second rule of one class', () => {
    registerLayerRule({ classNames: ['TestOnce'], flow: 'keeps' });
    expect(refusal(() => registerLayerRule({ classNames: ['TestOnce'], flow: 'forms' }))).toContain('"TestOnce" has a rule already');
  });
});

it('makes layers of a class known to masks, and names the class among those that are', () => {
  class Same extends layers.Layer {
    static readonly className = 'TestSame';
    override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
      return inputs;
    }
  }
  const network = () =>
    sequential({
      layers: [layers.dense({ units: 3, inputShape: [2], name: 'hidden' }), new Same({ name: 'same' }), layers.dense({ units: 2 })],
    });
  expect(refusal(() => insertMasks(network()))).toContain('layer "same" is a TestSame, and its effect on masked units is not known');
  registerLayerRule({ classNames: ['TestKnown'], flow: 'keeps' });
  expect(refusal(() => insertMasks(network()))).toContain(', TestKnown, ');
  registerLayerRule({ classNames: ['TestSame'], flow: 'passes' });
  expect(insertMasks(network()).masks.map(({ layer }) => layer)).toEqual(['hidden']);
});
