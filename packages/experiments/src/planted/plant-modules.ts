import { finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { tensor } from '@tensorflow/tfjs-core';
import { type layers, type LayersModel, model, type Sequential } from '@tensorflow/tfjs-layers';
import { createSplit, type Role, type Split, type Task, type TaskData, group, inMemory } from '@dum/datasets';
import { fingerprintNetwork } from '@dum/masks';
import { createMaskSet, type MaskSet } from '@dum/masks/mask-set';
import { size } from '../networks/input-rows.js';
import { copyUnits } from './copy-units.js';
import { networkOutputs } from '../networks/network-outputs.js';
import { normals } from './normals.js';
import { convolutionalNetwork, denseNetwork } from './plant-networks.js';

/** Options of {@link plantModules}. */
export interface PlantOptions {
  readonly seed: number;
  /** Dense layers, or convolutions whose units are channels; default `dense`. */
  readonly kind?: 'dense' | 'convolutional';
  /** Each task's own units in the first and in the second hidden layer; default 8 and 6. */
  readonly own?: readonly [number, number];
  /** Units of both tasks in the first hidden layer; default 0. */
  readonly shared?: number;
  /**
   * The number of copies of each unit. Copies compute the same, each from the copies before it, and the head reads their mean. One copy of
   * each suffices for a task; all are planted. Default 1.
   */
  readonly copies?: number;
  /** The correlation between inputs of the two tasks, from 0 to below 1; default .5. */
  readonly correlation?: number;
  /** Training samples, of which a fifth are for validation; default 5000. */
  readonly samples?: number;
}

/** A network that does two tasks, and the units of each. */
export interface Plant {
  readonly network: LayersModel;
  /** Samples with the four joint answers as classes. */
  readonly data: TaskData;
  /** The two tasks, `first` and `second`. */
  readonly tasks: readonly [Task, Task];
  /** The units that each task needs: its own and the shared ones. */
  readonly planted: readonly [MaskSet, MaskSet];
}

const side = 3;

/** The correlation of two positions of a channel, about that of neighbours in natural images. */
const ofAll = 0.9;

/**
 * Constructs a network for two yes/no tasks, with known units for each.
 *
 * Every unit of the first hidden layer reads its own inputs. Each unit of the second reads all first-layer units of its task and the shared
 * ones, with a bias that centres it, so that none is dead. The label of a task is whether the sum of its second-layer units, each scaled to
 * unit variance and with a random sign, is above its median, so that all of its units matter. The units of the other task are live, and
 * correlated with them through their inputs. Convolutions have the same wiring between channels, with random 3×3 kernels, followed by the
 * mean of each channel; positions of a channel are correlated, as in images, because otherwise all samples would have the same means.
 *
 * Throws `bad-input` for an option out of range.
 */
export const plantModules = async (options: PlantOptions): Promise<Plant> => {
  const { seed, kind = 'dense', own = [8, 6], shared = 0, copies = 1, correlation = 0.5, samples = 5000 } = options;
  requireOptions(
    'plantModules',
    { seed, first: own[0], second: own[1], shared, copies, correlation, samples },
    {
      seed: wholeNumber(),
      first: wholeNumber(1),
      second: wholeNumber(1),
      shared: wholeNumber(0),
      copies: wholeNumber(1),
      correlation: finiteNumber({ atLeast: 0, below: 1 }),
      samples: wholeNumber(1),
    },
  );
  const [first, second] = own;
  const units = 2 * first + shared;
  const shape = kind === 'dense' ? [units] : [side, side, units];
  const draw = normals(seed);
  const networkOf = (each: number): Sequential =>
    kind === 'dense' ? denseNetwork(units, each * units, each * 2 * second) : convolutionalNetwork(shape, each * units, each * 2 * second);
  const single = networkOf(1);
  /** The task of a unit: the first task's units come first, then the second's, then the shared ones. */
  const ownerOf = (unit: number, of: number): 0 | 1 | 'both' => (unit < of ? 0 : unit < 2 * of ? 1 : 'both');
  const isOf = (task: number, owner: 0 | 1 | 'both') => owner === task || owner === 'both';
  setKernel(single, 'first', draw('first kernel'), (input, unit) => input === unit);
  setKernel(single, 'second', draw('second kernel'), (input, unit) => isOf(Math.floor(unit / second), ownerOf(input, first)));

  const x = drawInputs(draw, shape, { samples, first, correlation });
  await centreSecond(single, x, shape);
  const features = await outputsOf(single, single.layers.at(-2)!, x, shape);
  const scores = [0, 1].map((task) => scoresOf(features, 2 * second, { from: task * second, count: second }, draw(`signs ${task}`)));
  setHead(
    single,
    scores.map(({ weights }) => weights),
    scores.map(({ middle }) => middle),
  );
  const network = copies === 1 ? single : networkOf(copies);
  if (network !== single) {
    copyUnits(single, network, copies);
    single.dispose();
  }
  const answers = scores.map(({ values, middle }) => values.map((value) => Number(value > middle)));
  const y = Uint16Array.from({ length: samples }, (_, sample) => 2 * answers[0]![sample]! + answers[1]![sample]!);
  const fingerprint = await fingerprintNetwork(network);
  const plantedFor = (task: number) =>
    createMaskSet(fingerprint, [
      {
        layer: 'first',
        shape: [copies * units],
        kept: Array.from({ length: copies * units }, (_, unit) => Number(isOf(task, ownerOf(unit % units, first)))),
      },
      {
        layer: 'second',
        shape: [copies * 2 * second],
        kept: Array.from({ length: copies * 2 * second }, (_, unit) => Number(Math.floor((unit % (2 * second)) / second) === task)),
      },
    ]);
  const data = dataOf(x, y, shape);
  const tasks: Plant['tasks'] = [
    group(data, { name: 'first', classes: ['10', '11'] }),
    group(data, { name: 'second', classes: ['01', '11'] }),
  ];
  return { network, data, tasks, planted: [plantedFor(0), plantedFor(1)] };
};

type Draw = ReturnType<typeof normals>;

/**
 * Sets random weights between connected units, and 0 between others.
 *
 * Each weight is at least half a standard deviation from 0, and those of one connection have the same sign, so that each connection
 * matters. They are scaled so that a unit is about as large as its inputs.
 */
const setKernel = (network: LayersModel, name: string, draw: ReturnType<Draw>, isWired: (input: number, unit: number) => boolean): void => {
  const layer = network.getLayer(name);
  const [kernel, bias] = layer.getWeights();
  const [inputs, units] = kernel!.shape.slice(-2) as [number, number];
  const drawn = draw(size(kernel!.shape));
  const wiredTo = Array.from(
    { length: units },
    (_, unit) => Array.from({ length: inputs }).filter((_, input) => isWired(input, unit)).length,
  );
  const positions = drawn.length / (inputs * units);
  const values = drawn.map((value, at) => {
    const connection = at % (inputs * units);
    const unit = connection % units;
    if (!isWired(Math.floor(connection / units), unit)) return 0;
    return (Math.sign(drawn[connection]!) * (Math.abs(value) + 1 / 2)) / (positions * Math.sqrt(wiredTo[unit]!));
  });
  const written = tensor(values, kernel!.shape);
  layer.setWeights([written, bias!]);
  written.dispose();
};

/**
 * Draws standard normal inputs; those of units with the same number in the two tasks are correlated.
 *
 * Most of the variance of an image's channel is shared by all of its positions.
 */
const drawInputs = (
  draw: Draw,
  shape: readonly number[],
  { samples, first, correlation }: { readonly samples: number; readonly first: number; readonly correlation: number },
): Float32Array => {
  const units = shape.at(-1)!;
  const x = draw('inputs')(samples * size(shape));
  if (shape.length > 1) {
    const ofSamples = draw('inputs of samples')(samples * units);
    x.forEach((value, at) => {
      const ofSample = ofSamples[Math.floor(at / size(shape)) * units + (at % units)]!;
      x[at] = Math.sqrt(ofAll) * ofSample + Math.sqrt(1 - ofAll) * value;
    });
  }
  for (let start = 0; start < x.length; start += units)
    for (let unit = 0; unit < first; unit++)
      x[start + first + unit] = correlation * x[start + unit]! + Math.sqrt(1 - correlation ** 2) * x[start + first + unit]!;
  return x;
};

/** Sets the biases of the second layer so that its pre-activation is 0 on average, except at the edges of images. */
const centreSecond = async (network: LayersModel, x: Float32Array, shape: readonly number[]): Promise<void> => {
  const outputs = await outputsOf(network, network.getLayer('first'), x, shape);
  const inputs = shape.at(-1)!;
  const means = new Float64Array(inputs);
  outputs.forEach((value, at) => {
    means[at % inputs]! += (value * inputs) / outputs.length;
  });
  const second = network.getLayer('second');
  const [kernel, bias] = second.getWeights();
  const values = new Float32Array(bias!.size);
  (kernel!.dataSync() as Float32Array).forEach((weight, at) => {
    values[at % values.length]! -= weight * means[Math.floor(at / values.length) % inputs]!;
  });
  const written = tensor(values);
  second.setWeights([kernel!, written]);
  written.dispose();
};

/** The outputs of a layer for all samples, `[samples, …]`. */
const outputsOf = async (network: LayersModel, { output }: Pick<layers.Layer, 'output'>, x: Float32Array, shape: readonly number[]) => {
  const body = model({ inputs: network.inputs, outputs: output });
  return (await networkOutputs(body, { source: inMemory({ x, sampleShape: shape }) }))[0]!;
};

/** The sum of some features, each scaled to unit variance and with a random sign, and its median over the samples. */
const scoresOf = (
  features: Float32Array,
  width: number,
  { from, count }: { readonly from: number; readonly count: number },
  draw: ReturnType<Draw>,
): { readonly weights: Float32Array; readonly values: Float32Array; readonly middle: number } => {
  const samples = features.length / width;
  const weights = new Float32Array(width);
  draw(count).forEach((sign, at) => {
    const column = Float64Array.from({ length: samples }, (_, sample) => features[sample * width + from + at]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / samples;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / samples;
    weights[from + at] = variance === 0 ? 0 : Math.sign(sign) / Math.sqrt(variance);
  });
  const values = Float32Array.from({ length: samples }, (_, sample) =>
    weights.reduce((sum, weight, feature) => sum + weight * features[sample * width + feature]!, 0),
  );
  return { weights, values, middle: values.toSorted()[Math.floor(samples / 2)]! };
};

/** Sets the head of the four joint classes: each task's score for "yes", its negative for "no". */
const setHead = (network: LayersModel, weights: readonly Float32Array[], middles: readonly number[]): void => {
  const sharpness = 4;
  const kernel = Float32Array.from({ length: 4 * weights[0]!.length }, (_, at) => {
    const [feature, joint] = [Math.floor(at / 4), at % 4];
    return sharpness * (signOf(joint >> 1) * weights[0]![feature]! + signOf(joint & 1) * weights[1]![feature]!);
  });
  const bias = Float32Array.from(
    { length: 4 },
    (_, joint) => -sharpness * (signOf(joint >> 1) * middles[0]! + signOf(joint & 1) * middles[1]!),
  );
  const written = [tensor(kernel, [weights[0]!.length, 4]), tensor(bias)];
  network.getLayer('head').setWeights(written);
  for (const each of written) each.dispose();
};

const signOf = (answer: number): number => 2 * answer - 1;

const dataOf = (x: Float32Array, y: Uint16Array, sampleShape: readonly number[]): TaskData => {
  const width = size(sampleShape);
  const cut = Math.floor(y.length * 0.8);
  const splitOf = <R extends Role>(role: R, from: number, to: number): Split<R> =>
    createSplit(role, { x: x.slice(from * width, to * width), y: y.slice(from, to), sampleShape, classCount: 4 });
  return { train: splitOf('train', 0, cut), validation: splitOf('validation', cut, y.length), classNames: ['00', '01', '10', '11'] };
};
