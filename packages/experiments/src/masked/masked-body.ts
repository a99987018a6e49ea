import { type Tensor, type Tensor3D, concat, reshape, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  type Granularity,
  insertMasks,
  insertMasksLike,
  type LayerSelection,
  type MaskedNetwork,
  type Penalty,
  removeHead,
  type SampleMasks,
  type SplitNetwork,
  splitAt,
  type UnitMask,
  type UnitMaskArgs,
} from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';
import { requireFittingInput, type Samples, size } from '../networks/input-rows.js';
import { mostValues as usualMost, rowsAtOnce, widestActivation } from '../networks/widest-activation.js';
import { activate, type FrozenActivations, type HoldOptions } from './frozen-activations.js';

/** Neighbouring tasks: so many, from one on. */
export interface TaskRange {
  readonly from: number;
  readonly count: number;
}

/** Which sample of the masks is taken, and how soft. */
export type SampledStep = Exclude<SampleMasks, boolean>;

/** A mask of a body, and what it costs while it is learned. */
export type BodyMask = MaskedNetwork['masks'][number] & { readonly penalty: Penalty };

/** A network up to the input of its head, with a mask behind each selected layer, several tasks riding its batch. */
export interface MaskedBody {
  readonly tasks: number;
  /** Features that the head reads. */
  readonly features: number;
  /** The trainable masks, the layers that they are behind, and what they cost. */
  readonly masks: readonly BodyMask[];
  /** The layers behind the cut, masks included. */
  readonly tail: LayersModel;
  /** How many samples are best run at once where they may be any number. */
  readonly rowsAtOnce: number;
  /** The tasks in groups, each of which can ride a batch of so many samples without taking too much memory. */
  groupsFor(rows: number): TaskRange[];
  /** Runs the frozen part before the first mask over all samples, once; where that takes too much memory, over each batch. */
  activate(samples: Samples, options?: HoldOptions): Promise<FrozenActivations>;
  /**
   * The head's input for the tensors at the cut of a batch, each task of a group with its own mask: `[tasks, batch, features]`; of the units
   * that a mask leaves out where the rest is asked for.
   */
  apply(inputs: readonly Tensor[], tasks: TaskRange, sampleMasks: false | SampledStep, ofRest?: boolean): Tensor3D;
  dispose(): void;
}

/** The settings of the masks in a body. */
export interface MaskedBodyOptions {
  readonly taskSeeds: readonly number[];
  readonly layers?: LayerSelection | undefined;
  /** What one bit of a layer's mask stands for, and of an input's, which have masks only where it is given. */
  readonly granularity?: Granularity;
  readonly inputs?: Granularity | undefined;
  readonly mask?: UnitMaskArgs;
  /** The penalty of the mask of a layer, of the name that `masks` has; default that of the mask itself. */
  readonly penaltyOf?: (layer: string) => Penalty;
  /** The most values that an activation may have at once. */
  readonly mostValues?: number;
}

/** Splits a network into what never changes and what masks reach. Throws as `insertMasks` and `removeHead` do. */
export const createMaskedBody = (network: LayersModel, options: MaskedBodyOptions): MaskedBody => {
  const { taskSeeds, layers, granularity = 'channel', inputs, mask = {}, penaltyOf, mostValues } = options;
  const settings = { ...mask, tasks: taskSeeds.length, taskSeeds };
  const chosen = { ...(layers === undefined ? {} : { layers }), ...(inputs === undefined ? {} : { inputs }) };
  return bodyOf(network, taskSeeds.length, insertMasks(network, { ...chosen, granularity, mask: () => settings }), penaltyOf, mostValues);
};

/** A body with the masks of a mask set, of the same layers, places and units, for others of their kind to be written into. */
export const createBodyLike = (network: LayersModel, tasks: number, masks: MaskSet): MaskedBody =>
  bodyOf(network, tasks, insertMasksLike(network, masks, { tasks }));

const bodyOf = (
  network: LayersModel,
  tasks: number,
  masked: MaskedNetwork,
  penaltyOf?: MaskedBodyOptions['penaltyOf'],
  mostValues = usualMost,
): MaskedBody => {
  const { prefix, tail } = splitAtMasks(masked);
  const shapes = tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
  const features = size(tail.outputs[0]!.shape.slice(1) as number[]);
  const widest = widestActivation(tail);
  return {
    tasks,
    features,
    tail,
    masks: masked.masks.map(({ layer, places, mask: { name } }) => {
      const mask = tail.getLayer(name) as UnitMask;
      return { layer, places, mask, penalty: penaltyOf?.(layer) ?? mask.penalty };
    }),
    rowsAtOnce: rowsAtOnce(tail),
    groupsFor: (rows) => {
      const most = Math.max(1, Math.floor(mostValues / (rows * widest)));
      return Array.from({ length: Math.ceil(tasks / most) }, (_, group) => ({
        from: group * most,
        count: Math.min(most, tasks - group * most),
      }));
    },
    activate: (samples, options) => {
      requireFittingInput(network, samples);
      return activate(prefix, shapes, samples, options);
    },
    apply: (inputs, group, sampleMasks, ofRest = false) =>
      tidy(() => {
        const ridden = inputs.map((rows) => (group.count === 1 ? rows : concat(new Array<Tensor>(group.count).fill(rows), 0)));
        const kwargs = { training: false, sampleMasks, maskTasks: group, complementMasks: ofRest };
        return reshape(tail.apply(ridden.length === 1 ? ridden[0]! : ridden, kwargs) as Tensor, [group.count, -1, features]);
      }),
    dispose() {
      prefix?.dispose();
      tail.dispose();
    },
  };
};

/** The body of a masked network in two parts; the masked network itself is disposed of, also when it has no head to remove. */
const splitAtMasks = ({ network, masks }: MaskedNetwork): SplitNetwork => {
  try {
    const whole = removeHead(network);
    const names = masks.map(({ mask: { name } }) => name);
    const parts = splitAt(whole, names);
    whole.dispose();
    return parts;
  } finally {
    network.dispose();
  }
};
