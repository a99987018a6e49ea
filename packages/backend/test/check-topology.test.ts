import { checkTopology, useBackend } from '@dum/backend';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { denseNetwork, functionalNetwork, type Json, type LayerJson, topologyOf } from './networks.js';

await useBackend('cpu');

const rebuilt = (change: (topology: Json) => void, network = functionalNetwork()): Json => {
  const topology = topologyOf(network);
  change(topology);
  return topology;
};
const changed = (change: Record<string, unknown>): Json =>
  rebuilt(({ config }) => {
    Object.assign(config.layers[0]!.config, change);
  }, denseNetwork());
const layerNamed = ({ config }: Json, name: string): LayerJson => config.layers.find((layer) => layer.name === name)!;

describe('a custom layer', () => {
  it('is refused unless it is allowed by name', () => {
    const topology = rebuilt(
      ({ config }) => config.layers.push({ class_name: 'StrangeLayer', config: { name: 'strange' } }),
      denseNetwork(),
    );
    expect(() => checkTopology(topology)).toThrow(
      /class "StrangeLayer", which TensorFlow.js does not have; importKeras .* a custom layer is accepted where its class name is given/,
    );
    expect(checkTopology(topology, { allow: ['StrangeLayer'] }).layers).toBe(3);
  });

  it('of @dum/masks is allowed from the start', () => {
    const topology = rebuilt(
      ({ config }) => config.layers.push({ class_name: 'DumUnitMask', config: { name: 'mask', granularity: 'channel' } }),
      denseNetwork(),
    );
    expect(checkTopology(topology).layers).toBe(3);
    expect(() => checkTopology(topology, { allow: [] })).toThrow(/DumUnitMask/);
  });
});

describe('a hostile topology is refused', () => {
  const cases: Record<string, readonly [unknown, RegExp]> = {
    null: [null, /the network is null/],
    text: ['{}', /the network is "\{\}"/],
    'a number that is not JSON': [{ class_name: 'Sequential', config: { layers: [], x: Number.NaN } }, /config\.x is NaN/],
    'an endless number': [JSON.parse('{"class_name":"Sequential","config":{"layers":[],"x":1e999}}'), /config\.x is Infinity/],
    'a function': [{ class_name: 'Sequential', config: { layers: [], x: () => 1 } }, /is a function/],
    'a layer for a network': [{ class_name: 'Dense', config: {} }, /its class is "Dense", expected Sequential, Model or Functional/],
    'no class': [{ config: {} }, /has no class_name/],
    'no config': [{ class_name: 'Sequential' }, /has no config/],
    'no layers': [{ class_name: 'Sequential', config: {} }, /not a list/],
    'an unknown class': [
      rebuilt(({ config }) => {
        config.layers[0]!.class_name = 'Desne';
      }, denseNetwork()),
      /layer "hidden" has the class "Desne", which TensorFlow.js does not have \(the nearest is "Dense"\)/,
    ],
    'a class that every object has': [
      rebuilt(({ config }) => {
        config.layers[0]!.class_name = 'constructor';
      }, denseNetwork()),
      /class "constructor"/,
    ],
    'an unknown initializer': [changed({ kernel_initializer: { class_name: 'Evil', config: {} } }), /class "Evil"/],
    'a layer as an initializer': [changed({ kernel_initializer: { class_name: 'Dense', config: { units: -1 } } }), /units -1/],
    'an unknown class spelt otherwise': [changed({ kernel_initializer: { class__name: 'Evil', config: {} } }), /class "Evil"/],
    'a key spelt twice': [changed({ un_its: 2, unIts: 3 }), /key "unIts" twice/],
    'the key __proto__': [JSON.parse('{"class_name":"Sequential","config":{"layers":[],"__proto__":{"x":1}}}'), /key "__proto__"/],
    'the key constructor': [changed({ constructor: { prototype: 1 } }), /key "constructor"/],
    'a layer named __proto__': [changed({ name: '__proto__' }), /named "__proto__"/],
    'two names': [
      rebuilt((topology) => {
        layerNamed(topology, 'left').config.name = 'other';
      }),
      /layer "left" calls itself "other"/,
    ],
    'twice the same name': [
      rebuilt(({ config }) => {
        config.layers[1]!.config.name = 'hidden';
      }, denseNetwork()),
      /two layers named "hidden"/,
    ],
    'an endless list of values': [changed({ list: Array(2 ** 20).fill(1) }), /more than 1048576 values/],
  };
  it.each(Object.keys(cases))('%s', (name) => {
    const [topology, message] = cases[name]!;
    expect(() => checkTopology(topology)).toThrow(message);
  });

  it.each([0, -1, 1.5, 2 ** 20 + 1, '12', true, {}, [3, -3], { type: 'ndarray', value: 1e12 }])('units: %j', (units) => {
    expect(() => checkTopology(changed({ units }))).toThrow(/layer "hidden" has units .*, expected a whole number from 1 to 1048576/);
  });

  it.each([
    ['batch_input_shape', [null, 0], /batchInputShape 0/],
    ['batch_input_shape', [null, '3'], /batchInputShape "3"/],
    ['batch_input_shape', 'large', /batchInputShape "large"/],
    ['batch_input_shape', [null, 2 ** 20, 2 ** 20], /1099511627776 values a sample/],
    ['kernel_size', [3, -3], /kernelSize -3/],
    ['strides', 0, /strides 0/],
    ['pool_size', [2 ** 21, 1], /poolSize 2097152/],
    ['target_shape', [-2], /targetShape -2/],
    [
      'padding',
      [
        [-1, 0],
        [0, 0],
      ],
      /padding -1/,
    ],
    ['dilation_rate', null, undefined],
    ['strides', null, undefined],
    ['padding', 'same', undefined],
    ['batch_input_shape', [null, null, 3], undefined],
  ])('%s: %j', (key, value, message) => {
    const check = () => checkTopology(changed({ [key]: value }));
    if (message === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(message);
  });

  it('more than 2²⁸ parameters, before any room is made for them', () => {
    const dense = (name: string, units: number, more = {}) => ({ class_name: 'Dense', config: { name, units, ...more } });
    const wide = {
      class_name: 'Sequential',
      config: { layers: [dense('one', 2 ** 14, { batch_input_shape: [null, 4] }), dense('two', 2 ** 15)] },
    };
    expect(() => checkTopology(wide)).toThrow(/with layer "two" it has 536985600 parameters, expected at most 268435456/);
    const each = { class_name: 'TimeDistributed', config: { name: 'each', batch_input_shape: [null, 3, 4], layer: wide } };
    expect(() => checkTopology({ class_name: 'Sequential', config: { layers: [each] } })).toThrow(/with layer "two"/);
    const lookUp = {
      class_name: 'Embedding',
      config: { name: 'words', input_dim: 2 ** 20, output_dim: 2 ** 10, batch_input_shape: [null, 3] },
    };
    expect(() => checkTopology({ class_name: 'Sequential', config: { layers: [lookUp] } })).toThrow(/with layer "words"/);
  });

  it('more than 2,000 layers, but not 2,000', () => {
    const deep = (count: number) => ({
      class_name: 'Sequential',
      config: {
        layers: Array.from({ length: count }, (_, i) => ({
          class_name: 'Activation',
          config: { name: `a${i}`, activation: 'relu', batch_input_shape: [null, 2] },
        })),
      },
    });
    expect(checkTopology(deep(2000)).layers).toBe(2000);
    expect(() => checkTopology(deep(100_000))).toThrow(/more than 2000 layers|more than 1048576 values/);
    expect(() => checkTopology(deep(2001))).toThrow(/more than 2000 layers/);
  });

  it('networks nested more than 8 deep, or JSON nested without end', () => {
    const nest = (depth: number): unknown => ({
      class_name: 'Sequential',
      config: { name: `n${depth}`, layers: depth === 0 ? [] : [nest(depth - 1)] },
    });
    expect(checkTopology(nest(8)).layers).toBe(8);
    expect(() => checkTopology(nest(9))).toThrow(/more than 8 networks deep/);
    const bottomless = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    expect(() => checkTopology(bottomless)).toThrow(/nested deeper than 100 levels/);
  });

  it('networks that call networks, many times at each level, in no time', () => {
    const level = (depth: number): Json => {
      const inner = depth === 0 ? { class_name: 'Activation', config: { name: 'inner', activation: 'relu' } } : level(depth - 1);
      const first = depth === 0 ? 0 : 1;
      const calls = Array.from({ length: 100 }, (_, i) => [[i === 0 ? 'x' : 'inner', i === 0 ? 0 : first + i - 1, 0]]);
      return {
        class_name: 'Model',
        config: {
          name: depth === 7 ? 'whole' : 'inner',
          layers: [
            { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_input_shape: [null, 2] }, inbound_nodes: [] },
            { ...inner, name: 'inner', inbound_nodes: calls },
          ],
          input_layers: [['x', 0, 0]],
          output_layers: [['inner', first + 99, 0]],
        },
      };
    };
    expect(checkTopology(level(7)).parameters).toBe(0);
  });
});

describe('what TensorFlow.js cannot read is refused, with what to do', () => {
  const keras3 = /is a configuration of Keras 3 \(.*\), which TensorFlow.js cannot read; .* importKeras of @dum\/keras/;

  it.each<[string, unknown, RegExp]>([
    [
      'a graph model',
      { node: [{ name: 'x', op: 'Placeholder' }], library: {}, versions: { producer: 1 } },
      /is a graph model, .*tfjs_layers_model/,
    ],
    ['Keras 3 by its version', { keras_version: '3.15.1', model_config: topologyOf(denseNetwork()) }, keras3],
    ['a later Keras', { keras_version: '10.0.0', model_config: topologyOf(denseNetwork()) }, keras3],
    ['a policy for a dtype', changed({ dtype: { class_name: 'DTypePolicy', config: { name: 'float32' } } }), keras3],
    [
      'an input with a batch_shape',
      rebuilt((topology) => {
        const { config } = layerNamed(topology, 'image');
        config.batch_shape = config.batch_input_shape;
        delete config.batch_input_shape;
      }),
      keras3,
    ],
    [
      'a call with args',
      rebuilt((topology) => {
        layerNamed(topology, 'left').inbound_nodes = [{ args: [], kwargs: {} } as never];
      }),
      keras3,
    ],
  ])('%s', (_, topology, message) => {
    expect(() => checkTopology(topology)).toThrow(message);
  });
});

describe('a graph that leads nowhere is refused', () => {
  it.each<[string, (topology: Json) => void, RegExp]>([
    [
      'a layer that is not there',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[['flta', 0, 0, {}]]];
      },
      /layer "left" refers to a layer "flta" that is not there; the nearest is "flat"/,
    ],
    [
      'a call that is not there',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[['flat', 1, 0, {}]]];
      },
      /layer "left" refers to node 1 of layer "flat", which has 1/,
    ],
    [
      'itself',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[['left', 0, 0, {}]]];
      },
      /go in a circle: left, sum, output/,
    ],
    [
      'a circle of two',
      (topology) => {
        layerNamed(topology, 'flat').inbound_nodes = [[['left', 0, 0, {}]]];
      },
      /go in a circle: .*flat/,
    ],
    [
      'nothing',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [];
      },
      /layer "left" is connected to nothing/,
    ],
    [
      'a call without inputs',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[]];
      },
      /layer "left" has a call without inputs/,
    ],
    [
      'half a reference',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[['flat']]];
      },
      /expected \[layer, node, tensor\]/,
    ],
    [
      'a negative call',
      (topology) => {
        layerNamed(topology, 'left').inbound_nodes = [[['flat', -1, 0]]];
      },
      /expected \[layer, node, tensor\]/,
    ],
    [
      'an output that is not there',
      (topology) => {
        topology.config.output_layers = [['ouput', 0, 0]];
      },
      /outputLayers of network "functional" refers to a layer "ouput" that is not there; the nearest is "output"/,
    ],
    [
      'an input that is not there',
      (topology) => {
        topology.config.input_layers = [['image', 1, 0]];
      },
      /inputLayers of network "functional" refers to node 1 of layer "image", which has 1/,
    ],
    [
      'no outputs',
      (topology) => {
        delete topology.config.output_layers;
      },
      /outputLayers of network "functional" is not a list/,
    ],
  ])('%s', (_, change, message) => {
    expect(() => checkTopology(rebuilt(change))).toThrow(message);
  });
});

describe('whatever JSON comes', () => {
  it('is taken or refused as bad input, never another error', () => {
    const whole = JSON.stringify(topologyOf(functionalNetwork()));
    const values = fc.constantFrom(
      'null',
      '-1',
      '1e999',
      '"x"',
      '[]',
      '{}',
      '[[["left",0,0]]]',
      'true',
      '1048577',
      '{"class_name":"Dense","config":{}}',
    );
    const places = [...whole.matchAll(/(?<=:)(?:null|-?\d[\d.e-]*|"[^"]*"|true|false|\[\]|\{\}|\[[^[\]{}]*\])/g)];
    fc.assert(
      fc.property(fc.constantFrom(...places), values, ({ 0: old, index }, value) => {
        const topology = JSON.parse(whole.slice(0, index) + value + whole.slice(index + old.length)) as unknown;
        try {
          expect(checkTopology(topology).layers).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toMatchObject({ name: 'DumError', code: 'bad-input' });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
