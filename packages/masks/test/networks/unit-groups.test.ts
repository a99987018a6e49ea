import { memory } from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { unitGroups } from '@dum/masks';
import { type ImageNetworkName, imageNetworkNames, makeImageNetwork, through } from './_image-networks.js';
import { stateOf } from './_networks.js';

const formersOf = (name: ImageNetworkName): string[] =>
  unitGroups(makeImageNetwork(name)).map(({ formedBy, size }) => `${formedBy.map(({ layer }) => layer).join(' + ')}: ${size}`);

describe('unitGroups', () => {
  it.each<[ImageNetworkName, string[]]>([
    ['plain', ['x: 2', 'conv: 4', 'dense: 5', 'head: 3']],
    ['residual', ['x: 2', 'stem + a2 + b2: 4', 'a1: 5', 'b1: 5', 'head: 3']],
    ['preActivated', ['x: 2', 'stem + a2: 4', 'a1: 5', 'head: 3']],
    ['inverted', ['x: 2', 'stem + project: 4', 'expand: 8', 'head: 3']],
    ['gated', ['x: 2', 'conv + excite: 4', 'narrow: 2', 'head: 3']],
    ['inception', ['x: 2', 'stem: 4', 'narrow: 2', 'wide: 3', 'head: 3']],
    ['denselyConnected', ['x: 2', 'stem: 4', 'a: 2', 'head: 3']],
    ['transfer', ['x: 2', 'backbone/conv: 4', 'backbone/tail/conv: 3', 'dense: 5', 'head: 3']],
    ['twins', ['left: 2', 'conv: 4', 'separable: 3', 'right: 2', 'head: 3']],
  ])('of %s are those of %j', (name, expected) => {
    expect(formersOf(name)).toEqual(expected);
  });

  it('list where units are, through what they pass, and where they are read', () => {
    const [image, conv, dense, head] = unitGroups(makeImageNetwork('plain'));
    const layersOf = (members: readonly { readonly layer: string }[]) => members.map(({ layer }) => layer);
    expect(layersOf(conv!.keptBy)).toEqual(['norm', 'relu', 'pool', 'flat']);
    expect(conv!.readBy).toEqual([{ layer: 'dense', unitAt: Int32Array.from({ length: 36 }, (_, place) => place % 4) }]);
    expect([image, conv, dense, head].map((group) => [group!.places, group!.isDroppable, group!.isInput, group!.isOutput])).toEqual([
      [[], false, true, false],
      [['relu'], true, false, false],
      [['sigmoid'], true, false, false],
      [[], false, false, true],
    ]);
  });

  it('split what is concatenated where only a part is tied, and record that no mask drops that part', () => {
    const x = input({ shape: [3], name: 'x' });
    const [a, b, c] = [2, 3, 5].map((units, index) => through(x, layers.dense({ units, name: 'abc'[index]! }))) as [
      SymbolicTensor,
      SymbolicTensor,
      SymbolicTensor,
    ];
    const sum = layers
      .add({ name: 'sum' })
      .apply([layers.concatenate({ name: 'both' }).apply([a, b]) as SymbolicTensor, c]) as SymbolicTensor;
    const end = layers
      .concatenate({ name: 'end' })
      .apply([through(sum, layers.dense({ units: 2, name: 'd' })), through(a, layers.dense({ units: 2, name: 'e' }))]);
    const groups = unitGroups(model({ inputs: x, outputs: through(end as SymbolicTensor, layers.dense({ units: 2, name: 'head' })) }));
    expect(
      groups
        .slice(1, 3)
        .map(({ name, size, formedBy, places, isDroppable }) => [
          name,
          size,
          formedBy.map(({ layer, unitAt }) => [layer, ...unitAt]),
          places,
          isDroppable,
        ]),
    ).toEqual([
      [
        'a',
        2,
        [
          ['a', 0, 1],
          ['c', 0, 1, -1, -1, -1],
        ],
        ['sum'],
        false,
      ],
      [
        'b',
        3,
        [
          ['b', 0, 1, 2],
          ['c', -1, -1, 0, 1, 2],
        ],
        ['sum'],
        true,
      ],
    ]);
  });

  it('record that a softmax among hidden units lets none of them go', () => {
    const x = input({ shape: [3], name: 'x' });
    const hidden = through(x, layers.dense({ units: 4, name: 'hidden' }), layers.softmax({ name: 'softmax' }));
    const [, group] = unitGroups(model({ inputs: x, outputs: through(hidden, layers.dense({ units: 2, name: 'head' })) }));
    expect([group!.places, group!.isDroppable]).toEqual([['softmax'], false]);
  });

  it('of elements are what pooling and convolutions leave apart', () => {
    const groups = unitGroups(makeImageNetwork('plain'), { granularity: 'element' });
    expect(groups.map(({ name, size }) => [name, size])).toEqual([
      ['x', 72],
      ['conv', 144],
      ['pool', 36],
      ['dense', 5],
      ['head', 3],
    ]);
  });

  it.each(imageNetworkNames)('leave %s untouched, to the bit, and hold nothing', (name) => {
    const network = makeImageNetwork(name);
    const before = stateOf(network);
    const tensors = memory().numTensors;
    unitGroups(network);
    expect(memory().numTensors).toBe(tensors);
    expect(stateOf(network)).toEqual(before);
  });

  it.each([
    [{ granularity: 'pixel' }, 'unitGroups: granularity is "pixel"; expected "channel", "element" or channelGroups(size)'],
    [{ granularty: 'element' }, 'unitGroups: no option is called "granularty"; did you mean "granularity"?'],
  ])('refuse %o', (options, message) => {
    expect(() => unitGroups(makeImageNetwork('plain'), options as { granularity: 'element' })).toThrow(message);
  });
});
