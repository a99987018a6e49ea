import { layers, sequential } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { cloneNetwork, type LayerSelection, selectLayers } from '@dum/masks';
import { makeNetwork, type NetworkName } from './_networks.js';

const select = (name: NetworkName, selection: LayerSelection) => selectLayers(makeNetwork(name), selection).map((layer) => layer.name);

describe('selectLayers', () => {
  it.each<[NetworkName, LayerSelection, string[]]>([
    ['branches', ['right', 'left', 'deep'], ['left', 'deep', 'right']],
    ['branches', ['x', 'sum', 'x'], ['x', 'sum']],
    ['branches', /^[lx]/, ['left', 'last']],
    ['branches', /EFT/i, ['left']],
    ['branches', () => true, ['left', 'deep', 'right', 'sum', 'both', 'last']],
    ['chain', 'first_input', ['first_input']],
    ['siamese', 'shared', ['shared']],
    ['nestedFirst', 'inner_dense', ['inner_dense']],
    ['nested', 'inner', ['inner']],
  ])('selects in %s, in network order: %o', (name, selection, expected) => {
    expect(select(name, selection)).toEqual(expected);
  });

  it('selects with one global or sticky pattern as often as it is asked', () => {
    const [global, sticky] = [/i/g, /fi/y];
    for (let time = 0; time < 3; time++) {
      expect(select('chain', global)).toEqual(['first']);
      expect(select('chain', sticky)).toEqual(['first']);
    }
  });

  it('selects the same of a Sequential and of its functional copy', () => {
    const network = makeNetwork('image');
    const all = (of: typeof network) => selectLayers(of, () => true).map(({ name }) => name);
    expect(all(network)).toEqual(network.layers.map(({ name }) => name));
    expect(all(cloneNetwork(network))).toEqual(all(network));
  });

  it('names who asked, the nearest layer, and at most twenty', () => {
    expect(() => select('nested', 'inner_free')).toThrow(
      'selectLayers: no layer matches "inner_free"; this network has first, inner, last.',
    );
    const deep = sequential({
      layers: Array.from({ length: 25 }, (_, index) => layers.dense({ units: 1, inputShape: [1], name: `layer_${index}` })),
    });
    expect(() => selectLayers(deep, 'layer-7', 'mine')).toThrow(
      /^mine: no layer matches "layer-7"; .*, layer_19 and 5 more\. Did you mean "layer_7"\?$/,
    );
  });
});
