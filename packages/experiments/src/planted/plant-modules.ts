import { DumError, finiteNumber, oneOf, requireOptions, wholeNumber } from '@dum/errors';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createSplit, group, type Role, type Split, type Task, type TaskData } from '@dum/datasets';
import { fingerprintNetwork, insertMasks } from '@dum/masks';
import { createMaskSet, type MaskSet } from '@dum/masks/mask-set';
import { size } from '../networks/input-rows.js';
import { copyUnits } from './copy-units.js';
import { normals } from './normals.js';
import { scoreOf, setHead } from './plant-head.js';
import { drawInputs } from './plant-inputs.js';
import { hiddenNames, isNeeded, isWired, type PlantLayer, plantLayers } from './plant-layout.js';
import { plantNetwork } from './plant-networks.js';
import { centre, normalize, outputsOf, setKernel } from './plant-weights.js';

/** Options of {@link plantModules}. */
export interface PlantOptions {
  readonly seed: number;
  /** Dense layers, or convolutions whose units are channels; default `dense`. */
  readonly kind?: 'dense' | 'convolutional';
  /** Each task's own units in each of one to four hidden layers; default `[8, 6]`. */
  readonly own?: readonly number[];
  /** Units of both tasks in the first hidden layer; default 0. */
  readonly shared?: number;
  /** Units of neither task in each hidden layer; default 0. */
  readonly others?: number;
  /**
   * The number of copies of each unit. Copies compute the same, each from the copies before it, and the head reads their mean. One copy of
   * each suffices for a task; all are planted. Default 1.
   */
  readonly copies?: number;
  /** The correlation between inputs of the two tasks, and of those of neither with them, from 0 to below 1; default .5. */
  readonly correlation?: number;
  /** Batch normalization before each activation; default false. */
  readonly normalization?: boolean;
  /** Adds every second layer to the one two before it, which has as many units: `own` is then such as `[8, 6, 8]`. Default false. */
  readonly residual?: boolean;
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

/**
 * Constructs a network for two yes/no tasks, with known units for each.
 *
 * Every unit of the first hidden layer reads its own inputs. Each unit behind it reads all units of its task and the shared ones in the
 * layer before, with a bias that centres it, so that none is dead. The label of a task is whether the sum of its units in the last hidden
 * layer, each scaled to unit variance and with a random sign, is above its median, so that all of its units matter. The units of the other
 * task, and of neither, are live, and correlated with them through their inputs. Convolutions have the same wiring between channels, with
 * random 3×3 kernels, followed by the mean of each channel; positions of a channel are correlated, as in images, because otherwise all
 * samples would have the same means.
 *
 * Throws `bad-input` for an option out of range.
 */
export const plantModules = async (options: PlantOptions): Promise<Plant> => {
  const { seed, kind = 'dense', own = [8, 6], shared = 0, others = 0, copies = 1, correlation = 0.5, samples = 5000 } = options;
  const { normalization = false, residual = false } = options;
  requirePlant({ seed, kind, shared, others, copies, correlation, samples }, own, residual);
  const hidden = plantLayers({ own, shared, others, residual });
  const units = hidden[0]!.owners.length;
  const shape = kind === 'dense' ? [units] : [side, side, units];
  const draw = normals(seed);
  const networkOf = (each: number) =>
    plantNetwork({ kind, inputShape: [...shape.slice(0, -1), units], hidden, copies: each, normalization });
  const single = networkOf(1);
  const inputs = { x: drawInputs(draw, shape, { samples, first: own[0]!, shared, correlation }), shape };
  for (const [at, { name, owners }] of hidden.entries()) {
    const layer = single.getLayer(name);
    const before = hidden[at - 1]?.owners;
    setKernel(layer, draw(`${name} kernel`), (input, unit) =>
      before === undefined ? input === unit : isWired(before[input]!, owners[unit]!),
    );
    if (normalization) await normalize(single, name, inputs);
    else if (at > 0) await centre(single, layer, inputs);
  }
  const features = await outputsOf(single, single.getLayer('head').input, inputs);
  const scores = [0, 1].map((task) => scoreOf(task, features, hidden.at(-1)!.owners, draw(`signs ${task}`)));
  setHead(single, scores);
  const network = copies === 1 ? single : networkOf(copies);
  if (network !== single) {
    copyUnits(single, network, copies);
    single.dispose();
  }
  const answers = scores.map(({ values, middle }) => values.map((value) => Number(value > middle)));
  const y = Uint16Array.from({ length: samples }, (_, sample) => 2 * answers[0]![sample]! + answers[1]![sample]!);
  const data = dataOf(inputs.x, y, shape);
  const tasks: Plant['tasks'] = [
    group(data, { name: 'first', classes: ['10', '11'] }),
    group(data, { name: 'second', classes: ['01', '11'] }),
  ];
  return { network, data, tasks, planted: await plantedMasks(network, hidden) };
};

/** The masks of both tasks, at the places where a search puts its own. */
const plantedMasks = async (network: LayersModel, hidden: readonly PlantLayer[]): Promise<Plant['planted']> => {
  const fingerprint = await fingerprintNetwork(network);
  const { network: masked, masks } = insertMasks(network);
  const layers = masks.map(({ layer, places, mask }) => ({
    ...{ layer, places, granularity: mask.granularity },
    shape: mask.logits.shape.slice(1) as number[],
    owners: hidden.find(({ name }) => layer === name || layer.startsWith(`${name}_`))!.owners,
  }));
  masked.dispose();
  const plantedFor = (task: number) =>
    createMaskSet(
      fingerprint,
      layers.map(({ owners, ...layer }) => ({
        ...layer,
        kept: Array.from({ length: size(layer.shape) }, (_, unit) => Number(isNeeded(task, owners[unit % owners.length]!))),
      })),
    );
  return [plantedFor(0), plantedFor(1)];
};

const requirePlant = (
  options: Omit<PlantOptions, 'own' | 'normalization' | 'residual'>,
  own: readonly number[],
  residual: boolean,
): void => {
  const who = 'plantModules';
  const most = hiddenNames.length;
  const counts = Object.fromEntries(own.map((count, at) => [hiddenNames[at] ?? 'fifth', count]));
  requireOptions(
    who,
    { ...options, ...counts },
    {
      seed: wholeNumber(),
      kind: oneOf(['dense', 'convolutional']),
      shared: wholeNumber(0),
      others: wholeNumber(0),
      copies: wholeNumber(1),
      correlation: finiteNumber({ atLeast: 0, below: 1 }),
      samples: wholeNumber(1),
      ...Object.fromEntries(Object.keys(counts).map((name) => [name, wholeNumber(1)])),
    },
  );
  if (own.length < 1 || own.length > most)
    throw new DumError('bad-input', `${who}: own has ${own.length} layers; expected 1 to ${most}, such as [8, 6]`);
  if (residual && (own.length % 2 === 0 || own.some((count, at) => at % 2 === 0 && count !== own[0])))
    throw new DumError(
      'bad-input',
      `${who}: own is [${own.join(', ')}] for a residual network; expected an odd number of layers, the first and third alike, such as [8, 6, 8]`,
    );
};

const dataOf = (x: Float32Array, y: Uint16Array, sampleShape: readonly number[]): TaskData => {
  const width = size(sampleShape);
  const cut = Math.floor(y.length * 0.8);
  const splitOf = <R extends Role>(role: R, from: number, to: number): Split<R> =>
    createSplit(role, { x: x.slice(from * width, to * width), y: y.slice(from, to), sampleShape, classCount: 4 });
  return { train: splitOf('train', 0, cut), validation: splitOf('validation', cut, y.length), classNames: ['00', '01', '10', '11'] };
};
