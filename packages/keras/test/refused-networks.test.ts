import { describe, expect, it } from 'vitest';
import { parseKeras, supportedLayers } from '@dum/keras';
import { goldenBytes } from './_import.js';
import { type Config, type LayerConfig, layerNamed, withConfig } from './_rewrite.js';

const refusalOf = async (file: string, change: (config: Config) => Config | string | undefined): Promise<string> => {
  const bytes = await withConfig(goldenBytes(file), change);
  return parseKeras(bytes, 'model').then(
    () => 'it was read',
    (error: unknown) => `${(error as { code?: string }).code}: ${(error as Error).message}`,
  );
};

/** Changes a setting of a layer. */
const set =
  (layer: string, key: string, value: unknown) =>
  (config: Config): undefined => {
    layerNamed(config, layer).config[key] = value;
  };
const rename =
  (from: string, to: string) =>
  (config: Config): undefined => {
    const layer = layerNamed(config, from);
    layer.config.name = to;
    if (layer.name !== undefined) layer.name = to;
  };
const classOf =
  (layer: string, className: string, more: Partial<LayerConfig> = {}) =>
  (config: Config): undefined => {
    Object.assign(layerNamed(config, layer), { class_name: className, ...more });
  };
const readFrom =
  (layer: string, history: unknown) =>
  (config: Config): undefined => {
    const [call] = layerNamed(config, layer).inbound_nodes as { args: [unknown] }[];
    call!.args = [{ class_name: '__keras_tensor__', config: { shape: [null, 8, 8, 6], dtype: 'float32', keras_history: history } }];
  };

type Case = readonly [file: string, change: (config: Config) => Config | string | undefined, reason: string];

const dense = 'dense.keras3.keras';
const residual = 'residual.keras3.keras';
const convolved = 'conv-bn.keras3.keras';
const windows = 'windows.keras3.keras';
const preprocessing = 'preprocessing.keras3.keras';

const hostile: Readonly<Record<string, Case>> = {
  'a billion units': [dense, set('dense', 'units', 1e9), 'layer "dense" has units 1000000000, expected a whole number from 1 to 1048576'],
  'more parameters than any network has': [dense, set('dense', 'units', 2 ** 20), 'has'],
  'units below zero': [dense, set('dense', 'units', -3), '"dense" (Dense): its units is -3; expected a whole number above 0'],
  'units of a text': [dense, set('dense', 'units', '16'), 'its units is "16"'],
  'units that are no number': [dense, (config) => JSON.stringify(config).replace('"units":16', '"units":NaN'), 'that is not JSON'],
  'units beyond all numbers': [dense, (config) => JSON.stringify(config).replace('"units":16', '"units":1e999'), 'its units is null'],
  'a hundred thousand layers': [
    dense,
    (config) => {
      const layer = layerNamed(config, 'dense_1');
      config.config.layers = Array.from({ length: 100_000 }, () => ({ class_name: layer.class_name, config: { name: 'd' } }));
      return config;
    },
    'has 100000 layers, expected at most 2000',
  ],
  'endless nesting': [
    dense,
    (config) => JSON.stringify(config).replace('"units":16', `"units":${'['.repeat(1e5)}${']'.repeat(1e5)}`),
    'deeper than 64 levels',
  ],
  'networks within networks': [
    dense,
    (config) => {
      let network: unknown = config;
      for (let i = 0; i < 10; i++) network = { class_name: 'Sequential', config: { name: `n${i}`, layers: [network] } };
      return network as Config;
    },
    'networks deep',
  ],
  'a key that every object has': [dense, (config) => JSON.stringify(config).replace('"units"', '"__proto__"'), 'has the key "__proto__"'],
  'a layer named as what every object has': [dense, rename('dense', 'constructor'), 'where those of layer "constructor" belong'],
  'a layer named as a path that leads out': [
    dense,
    rename('dense', '../../../etc/passwd'),
    'where those of layer "../../../etc/passwd" belong',
  ],
  'a layer with a null byte in its name': [dense, rename('dense', 'den\0se'), 'where those of layer "den'],
  'a name that is no text': [dense, set('dense', 'name', 7), 'has 7 for the name of layer 1 of network'],
  'a config that is no object': [dense, classOf('dense', 'Dense', { config: 7 as never }), 'has no config for layer 1'],
  'a layer that is no object': [dense, (config) => void Object.assign(config.config.layers, { 1: 7 }), 'has 7 for layer 1 of network'],
  'layers that are no list': [dense, (config) => void Object.assign(config.config, { layers: {} }), 'has no list of layers'],
  'two layers of one name': [dense, rename('dense_1', 'dense'), 'has two layers named "dense" in network'],
  'a layer that reads itself': [residual, readFrom('block', ['block', 0, 0]), 'in a circle'],
  'a circle of layers': [residual, readFrom('stem', ['block', 0, 0]), 'in a circle'],
  'a layer that is not there': [residual, readFrom('block', ['stam', 0, 0]), 'a layer "stam" that is not there; the nearest is "stem"'],
  'a call that is not there': [residual, readFrom('block', ['stem', 9, 0]), 'refers to node 9 of layer "stem", which has 1'],
  'a reference that is none': [residual, readFrom('block', ['stem', -1, 0]), 'refer to ["stem",-1,0], expected [layer, call, tensor]'],
  'a layer that is called on nothing': [
    residual,
    (config) => void Object.assign(layerNamed(config, 'stem'), { inbound_nodes: [] }),
    '"stem" (Conv2D): it is called on nothing',
  ],
  'no outputs': [residual, (config) => void Object.assign(config.config, { output_layers: 7 }), 'outputs of "functional" refer to 7'],
  'a network of no known class': [
    dense,
    (config) => ({ ...config, class_name: 'MyModel' }),
    'holds a MyModel, expected a Sequential or Functional network',
  ],
  'weights of another shape': [dense, set('dense', 'units', 17), 'has weights of shape [8, 16] at layers/dense/vars/0, expected [8, 17]'],
  'weights of another layer': [dense, rename('dense', 'other'), 'has weights of "dense" where those of layer "other" belong'],
  'more weights than there are': [dense, set('dense_1', 'use_bias', true), 'has 1 weights for layer "dense_1", expected 2'],
  'a kernel larger than the image': [convolved, set('conv2d', 'kernel_size', [2 ** 19, 2 ** 19]), 'expected at most'],
};

const unsupported: Readonly<Record<string, Case>> = {
  'an unknown layer': [dense, classOf('dense', 'Capsule'), '"dense" (Capsule): the layer is not known'],
  'a recurrent layer': [dense, classOf('dense', 'GRU'), '"dense" (GRU): recurrent layers'],
  'code in Python': [dense, classOf('dense', 'Lambda'), '"dense" (Lambda): it holds Python code'],
  'a custom layer': [
    dense,
    classOf('dense', 'Gate', { module: 'mine', registered_name: 'mine>Gate' }),
    '"dense" (mine>Gate of "mine"): it is a custom layer',
  ],
  'a layer over one dimension': [dense, classOf('dense', 'Conv1D'), 'layers over one or three dimensions'],
  'another group normalization': [
    convolved,
    classOf('batch_normalization', 'GroupNormalization'),
    'TensorFlow.js has no such normalization',
  ],
  'an activation of its own': [dense, set('dense', 'activation', 'squareplus'), '"dense" (Dense): its activation is "squareplus"'],
  'a layer as activation': [
    dense,
    set('dense', 'activation', { module: 'keras.layers', class_name: 'ReLU', config: {} }),
    'its activation is {"module"',
  ],
  'a setting that no version has': [dense, set('dense', 'turbo', true), 'its setting turbo (true) is not known'],
  'quantized weights': [
    dense,
    set('dense', 'dtype', { class_name: 'QuantizedDTypePolicy', config: { mode: 'int8' } }),
    'its dtype {"class_name"',
  ],
  'adapted weights': [dense, set('dense', 'lora_rank', 4), 'its lora_rank is 4; adapted layers'],
  'groups of filters': [
    convolved,
    set('conv2d', 'groups', 2),
    '"conv2d" (Conv2D): its groups is 2; TensorFlow.js computes a single group only',
  ],
  'channels that come first': [convolved, set('conv2d', 'data_format', 'channels_first'), 'only channels_last is supported'],
  'causal padding': [convolved, set('conv2d', 'padding', 'causal'), 'its padding is "causal"; expected "valid" or "same"'],
  'a normalization of another axis': [
    convolved,
    set('batch_normalization', 'axis', 1),
    'its axis is 1 of an input of shape [?, 13, 11, 8]; TensorFlow.js computes it right for the last axis only',
  ],
  'a renormalization': [convolved, set('batch_normalization', 'renorm', true), 'batch renormalization is not supported'],
  'a softmax over another axis': [windows, set('softmax', 'axis', 1), '"softmax" (Softmax): its axis is 1'],
  'a layer normalization of two axes': [windows, set('layer_normalization', 'axis', [2, 3]), 'its axis is [2,3]; expected one axis'],
  'a scale by the root mean square': [windows, set('layer_normalization', 'rms_scaling', true), 'root mean square'],
  'another slope of ELU': [windows, set('elu', 'alpha', 0.5), 'its alpha is 0.5; TensorFlow.js computes an alpha of 1 only'],
  'a spread depthwise kernel': [
    windows,
    set('depthwise_conv2d', 'dilation_rate', [2, 2]),
    'its dilation_rate is [2,2]; TensorFlow.js ignores it here',
  ],
  'a spread separable kernel of several channels': [
    windows,
    set('separable_conv2d', 'depth_multiplier', 2),
    'its depth_multiplier 2 together with a dilation_rate',
  ],
  'a spread transposed kernel': [windows, set('conv2d_transpose', 'dilation_rate', 2), 'spreads no transposed kernel'],
  'padding of an output': [windows, set('conv2d_transpose', 'output_padding', 1), 'pads no output'],
  'smooth enlargement': [windows, set('up_sampling2d', 'interpolation', 'bilinear'), 'samples other positions than Keras'],
  'a shape that does not fit': [windows, set('reshape', 'target_shape', [7, -1]), 'its target [7, -1] does not fit an input of shape'],
  'a threshold with a maximum': [convolved, set('re_lu_1', 'threshold', 1), 'threshold 1 together with a slope or a maximum'],
  'an inverted normalization': [preprocessing, set('normalization', 'invert', true), 'inverted normalization is not supported'],
  'a normalization of no axis': [preprocessing, set('normalization', 'axis', null), 'its axis is null; expected one axis'],
  'means that are no numbers': [
    preprocessing,
    set('normalization', 'mean', ['0.1', 1, 2]),
    'its mean and variance are not one number for each channel',
  ],
  'scales that are no numbers': [preprocessing, set('rescaling', 'scale', [1, 'half', 1]), 'its scale is [1,"half",1] and its offset'],
  'scales of other channels': [
    preprocessing,
    set('rescaling', 'scale', [1, 0.5]),
    'has 2 numbers in the config of "rescaling", expected 1 or 3',
  ],
  'a scale for each row': [preprocessing, set('rescaling', 'scale', [[1], [2], [3]]), 'its scale is [[1],[2],[3]] and its offset'],
  'means of other channels': [
    preprocessing,
    set('normalization', 'mean', [1, 2]),
    'has 2 numbers in the config of "normalization", expected 1 or 3',
  ],
  'a sparse input': [dense, set('input_layer', 'sparse', true), 'only dense inputs that must be given are supported'],
  'an input of no shape': [dense, set('input_layer', 'batch_shape', null), 'its shape is null'],
  'other operations': ['operators.keras3.keras', classOf('add', 'Einsum'), '"add" (Einsum): this operation has no layer of TensorFlow.js'],
  'a number less a tensor, divided': [
    'operators.keras3.keras',
    (config) => {
      const [call] = layerNamed(config, 'true_divide').inbound_nodes as { args: unknown[] }[];
      call!.args.reverse();
    },
    'this operation with 4 has no layer of TensorFlow.js',
  ],
  'division by zero': [
    'operators.keras3.keras',
    (config) => {
      const [call] = layerNamed(config, 'true_divide').inbound_nodes as { args: unknown[] }[];
      call!.args[1] = 0;
    },
    'this operation with 0 has no layer of TensorFlow.js',
  ],
};

describe('a hostile network is refused', () => {
  it.each(Object.entries(hostile))('%s', async (_, [file, change, reason]) => {
    const refusal = await refusalOf(file, change);
    expect(refusal).toMatch(/^bad-input: importKeras: model /);
    expect(refusal).toContain(reason);
  });
});

describe('what TensorFlow.js lacks or computes wrongly is refused', () => {
  it.each(Object.entries(unsupported))('%s', async (_, [file, change, reason]) => {
    const refusal = await refusalOf(file, change);
    expect(refusal).toMatch(/^bad-input: importKeras: model /);
    expect(refusal).toContain(reason);
  });

  it('all problems at once, with what is supported', async () => {
    const refusal = await refusalOf(convolved, (config) => {
      for (const change of [classOf('flatten', 'Capsule'), set('conv2d', 'groups', 2), set('dense', 'turbo', 1)]) change(config);
    });
    for (const subject of ['"flatten" (Capsule)', '"conv2d" (Conv2D)', '"dense" (Dense)', ...supportedLayers])
      expect(refusal).toContain(subject);
  });

  it('the problems of many layers, cut', async () => {
    const refusal = await refusalOf(dense, (config) => {
      config.config.layers.push(...Array.from({ length: 30 }, (_, i) => ({ class_name: 'Capsule', config: { name: `capsule_${i}` } })));
    });
    expect(refusal).toContain('; and 10 more. Supported are');
  });
});
