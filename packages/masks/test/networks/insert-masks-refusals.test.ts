import type { Tensor } from '@tensorflow/tfjs-core';
import { input, layers, model, sequential, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { insertMasks, type LayerSelection, UnitMask } from '@dum/masks';
import { refusal } from '../_refusal.js';
import { makeNetwork } from './_networks.js';

describe('insertMasks refuses', () => {
  it.each<[string, LayerSelection, string]>([
    ['an unknown name', 'secnd', 'insertMasks: no layer matches "secnd"; this network has first, second, last. Did you mean "second"?'],
    ['an unknown name in a list', ['first', 'other thing'], 'no layer matches "other thing"; this network has first, second, last.'],
    ['a pattern of none', /conv/, 'no layer matches /conv/; this network has first, second, last.'],
    ['a predicate of none', () => false, 'no layer matches the predicate; this network has'],
    ['an empty list', [], 'no layer matches the empty list; this network has'],
    ['a selection of another kind', 3 as unknown as string, 'layers is 3; expected a name, a list of names, a RegExp or a predicate'],
  ])('%s', (_, selection, message) => {
    expect(refusal(() => insertMasks(makeNetwork('chain'), { layers: selection }))).toContain(message);
  });

  it('a layer that is called on different units, by name', () => {
    const x = input({ shape: [3] });
    const relu = layers.reLU({ name: 'relu' });
    const first = relu.apply(layers.dense({ units: 4, name: 'first' }).apply(x));
    const second = relu.apply(layers.dense({ units: 4, name: 'second' }).apply(first)) as SymbolicTensor;
    const network = model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(second) as SymbolicTensor });
    expect(refusal(() => insertMasks(network, { layers: 'relu' }))).toBe(
      `insertMasks: layer "relu" is called 2 times, on different units, and one mask can't serve them all; give each call its own layer, or select the layers before it`,
    );
    expect(insertMasks(network).masks.map(({ layer }) => layer)).toEqual(['first', 'second']);
  });

  it('layers that share some units but not all, by name', () => {
    expect(refusal(() => insertMasks(makeNetwork('branches'), { layers: ['left', 'both'] }))).toBe(
      'insertMasks: layers "left" and "both" share some of their units but not all, so that their masks would disagree; select one of them',
    );
  });

  it('units by element and by channel that are tied at the same place, by name', () => {
    const x = input({ shape: [4, 4, 2], name: 'x' });
    const norm = layers.batchNormalization({ name: 'norm' }).apply(layers.zeroPadding2d({ name: 'pad' }).apply(x)) as SymbolicTensor;
    const made = layers.conv2d({ filters: 2, kernelSize: 1, name: 'conv' }).apply(x) as SymbolicTensor;
    const added = layers.add({ name: 'add' }).apply([made, x]) as SymbolicTensor;
    const pooled = [norm, added].map((each) => layers.globalMaxPooling2d({}).apply(each) as SymbolicTensor);
    const outputs = layers.dense({ units: 2, name: 'last' }).apply(layers.concatenate().apply(pooled)) as SymbolicTensor;
    const network = model({ inputs: x, outputs });
    expect(refusal(() => insertMasks(network, { layers: 'norm', inputs: 'element' }))).toBe(
      'insertMasks: layer "add" would need two masks, that of "x" by "element" and that of "norm" by "channel"; give both the same granularity, or leave one of them out',
    );
    expect(insertMasks(network, { layers: 'norm', inputs: 'channel' }).masks.length).toBeGreaterThan(0);
  });

  it('a layer of unknown kind that is masked or behind a mask, by name, with the supported list', () => {
    class Mystery extends layers.Layer {
      static readonly className = 'TestMystery';
      override call(inputs: Tensor | Tensor[]): Tensor | Tensor[] {
        return inputs;
      }
    }
    const make = (at: number) => {
      const all: layers.Layer[] = [
        layers.dense({ units: 3, inputShape: [2] }),
        layers.dense({ units: 3, name: 'hidden' }),
        layers.dense({ units: 2 }),
      ];
      return sequential({ layers: all.toSpliced(at, 0, new Mystery({ name: 'odd' })) });
    };
    const message =
      /^insertMasks: layer "odd" is a TestMystery, and its effect on masked units is not known; supported are Activation, Add, .*ZeroPadding2D$/;
    expect(refusal(() => insertMasks(make(2)))).toMatch(message);
    expect(refusal(() => insertMasks(make(1), { layers: 'odd' }))).toMatch(message);
    expect(insertMasks(make(1), { layers: 'hidden' }).masks).toHaveLength(1);
  });

  it('a layer of several outputs, by name', () => {
    const x = input({ shape: [3, 2] });
    const [sequence, state] = layers
      .simpleRNN({ units: 4, returnState: true, name: 'rnn', recurrentInitializer: 'glorotNormal' })
      .apply(x) as SymbolicTensor[];
    const network = model({ inputs: x, outputs: layers.add().apply([sequence!, state!]) as SymbolicTensor });
    expect(refusal(() => insertMasks(network, { layers: 'rnn' }))).toContain('layer "rnn" has 2 outputs; select the layers behind them');
  });

  it('channels first, by name, unless each element has its own mask', () => {
    const network = sequential({
      layers: [
        layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [2, 5, 5], dataFormat: 'channelsFirst', name: 'conv' }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    });
    expect(refusal(() => insertMasks(network))).toContain('layer "conv" has its channels first, and a mask of channels needs them last');
    const { masks } = insertMasks(network, { mask: () => ({ granularity: 'element' }) });
    expect(masks[0]!.mask.logits.shape).toEqual([1, 3, 4, 4]);
  });

  it('a layer without fixed units, by name', () => {
    const network = sequential({
      layers: [layers.conv1d({ filters: 3, kernelSize: 2, inputShape: [null, 2], name: 'conv' })],
    });
    expect(refusal(() => insertMasks(network, { layers: 'conv', mask: () => ({ granularity: 'element' }) }))).toContain(
      `layer "conv" has an output of shape [?, ?, 3], in which the number of elements is not fixed`,
    );
  });

  it('a network without a hidden layer', () => {
    const network = sequential({ name: 'flat', layers: [layers.dense({ units: 2, inputShape: [3] }), layers.softmax()] });
    expect(refusal(() => insertMasks(network))).toContain(
      'insertMasks: "flat" has 1 dense or convolution layers, none of them before the last; expected a hidden one',
    );
  });

  it('a network that has masks', () => {
    const { network } = insertMasks(makeNetwork('chain'));
    expect(refusal(() => insertMasks(network, { layers: 'last' }))).toBe(
      'insertMasks: "chain" has masks already (first_mask, second_mask); insert all masks at once, into the network without them',
    );
  });

  it('a name that is taken, by a layer or by another mask', () => {
    const network = sequential({
      layers: [
        layers.dense({ units: 3, inputShape: [2], name: 'a' }),
        layers.dense({ units: 3, name: 'a_mask' }),
        layers.dense({ units: 2 }),
      ],
    });
    expect(refusal(() => insertMasks(network))).toContain('the mask behind "a" is called "a_mask", like another layer');
    expect(refusal(() => insertMasks(makeNetwork('chain'), { mask: () => ({ name: 'mask' }) }))).toContain(
      'the mask behind "second" is called "mask", like another layer; give it its own name',
    );
  });

  it('a mask that is in use', () => {
    const mask = new UnitMask({ name: 'mask' });
    sequential({ layers: [layers.dense({ units: 3, inputShape: [2] }), mask] });
    expect(refusal(() => insertMasks(makeNetwork('chain'), { layers: 'first', mask: () => mask }))).toContain(
      'the mask "mask" for layer "first" is part of a network already; expected a new mask for each layer',
    );
  });

  it.each<[object, string]>([
    [{ layer: ['first'] }, 'insertMasks: no option is called "layer"; did you mean "layers"?'],
    [['first'], 'insertMasks: options is a list of 1; expected an object of layers, granularity, inputs, mask'],
    [{ mask: {} }, 'insertMasks: mask is an object; expected a function of the layer, such as () => ({ tasks: 2 })'],
    [{ mask: () => ({ task: 2 }) }, 'UnitMask: no option is called "task"; did you mean "tasks"?'],
  ])('other options: %o', (options, message) => {
    expect(refusal(() => insertMasks(makeNetwork('chain'), options))).toBe(message);
  });

  it('bad settings of a mask', () => {
    expect(refusal(() => insertMasks(makeNetwork('chain'), { mask: () => ({ initialKeepProbability: 1 }) }))).toContain(
      'UnitMask: initialKeepProbability is 1; expected a finite number above 0 and below 1',
    );
  });
});
