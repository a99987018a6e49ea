import { type Tensor, type Tensor3D, concat, reshape, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  type Granularity,
  insertMasks,
  insertMasksLike,
  type LayerSelection,
  type MaskedNetwork,
  removeHead,
  type SplitNetwork,
  splitAt,
  type UnitMask,
  type UnitMaskArgs,
} from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';
import { requireFittingInput, type Samples, size } from '../networks/input-rows.js';
import type { Batch } from '../training/batches.js';
import { activate, type FrozenActivations, type HoldOptions } from './frozen-activations.js';

/** A network up to the input of its head, with a mask behind each selected layer, several tasks riding its batch. */
export interface MaskedBody {
  readonly tasks: number;
  /** Features that the head reads. */
  readonly features: number;
  /** The trainable masks and the layers that they are behind. */
  readonly masks: MaskedNetwork['masks'];
  /** The layers behind the cut, masks included. */
  readonly tail: LayersModel;
  /** Runs the frozen part before the first mask over all samples, once; where that takes too much memory, over each batch. */
  activate(samples: Samples, options?: HoldOptions): Promise<FrozenActivations>;
  /** The head's input for a batch, each task with its own mask: `[tasks, batch, features]`. */
  apply(
    activations: FrozenActivations,
    batch: Batch,
    sampleMasks: false | { readonly step: number; readonly temperature: number },
  ): Tensor3D;
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
}

/** Splits a network into what never changes and what masks reach. Throws as `insertMasks` and `removeHead` do. */
export const createMaskedBody = (network: LayersModel, options: MaskedBodyOptions): MaskedBody => {
  const { taskSeeds, layers, granularity = 'channel', inputs, mask = {} } = options;
  const settings = { ...mask, tasks: taskSeeds.length, taskSeeds };
  const chosen = { ...(layers === undefined ? {} : { layers }), ...(inputs === undefined ? {} : { inputs }) };
  return bodyOf(network, taskSeeds.length, insertMasks(network, { ...chosen, granularity, mask: () => settings }));
};

/** A body with the masks of a mask set, of the same layers, places and units, for others of their kind to be written into. */
export const createBodyLike = (network: LayersModel, tasks: number, masks: MaskSet): MaskedBody =>
  bodyOf(network, tasks, insertMasksLike(network, masks, { tasks }));

const bodyOf = (network: LayersModel, tasks: number, masked: MaskedNetwork): MaskedBody => {
  const { prefix, tail } = splitAtMasks(masked);
  const shapes = tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
  const features = size(tail.outputs[0]!.shape.slice(1) as number[]);
  return {
    tasks,
    features,
    tail,
    masks: masked.masks.map(({ layer, places, mask: { name } }) => ({ layer, places, mask: tail.getLayer(name) as UnitMask })),
    activate: (samples, options) => {
      requireFittingInput(network, samples);
      return activate(prefix, shapes, samples, options);
    },
    apply: (activations, batch, sampleMasks) =>
      tidy(() => {
        const inputs = activations.tensors(batch).map((rows) => (tasks === 1 ? rows : concat(new Array<Tensor>(tasks).fill(rows), 0)));
        const output = tail.apply(inputs.length === 1 ? inputs[0]! : inputs, { training: false, sampleMasks }) as Tensor;
        return reshape(output, [tasks, batch.length, features]);
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
