import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  type AffectedNormalization,
  affectedNormalizations,
  type Granularity,
  insertMasks,
  insertMasksLike,
  type LayerSelection,
  type MaskedNetwork,
  removeHead,
  type SplitNetwork,
  splitAt,
  type UnitMask,
} from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';
import { requireFittingInput, type Samples, size } from '../networks/input-rows.js';
import { rowsAtOnce } from '../networks/widest-activation.js';
import { activate, type FrozenActivations, type HoldOptions } from './frozen-activations.js';

/** A network up to the input of its head, frozen, with a place for a mask behind each selected layer. */
export interface FrozenBody {
  /** The number of features that the head reads. */
  readonly features: number;
  /** The layers after the cut, with the places of masks. */
  readonly tail: LayersModel;
  /** The places of masks, in network order. */
  readonly places: MaskedNetwork['masks'];
  /** The batch normalizations that masks affect, in network order; all are in the tail. */
  readonly normalizations: readonly AffectedNormalization[];
  /** The best number of samples to run at once. */
  readonly rowsAtOnce: number;
  /** Runs the frozen part before the first mask over all samples, once; or over each batch, if storing it takes too much memory. */
  activate(samples: Samples, options?: HoldOptions): Promise<FrozenActivations>;
  dispose(): void;
}

/** Which places of a network have masks. */
export interface MaskPlaces {
  readonly layers?: LayerSelection | undefined;
  /** What one bit switches in the masks of layers, and in those of inputs, which are masked only where it is given. */
  readonly granularity?: Granularity | undefined;
  readonly inputs?: Granularity | undefined;
}

/**
 * Splits a network at its first masks: a part that never changes and a part that masks change. Throws as `insertMasks` and `removeHead` do.
 */
export const createFrozenBody = (network: LayersModel, { layers, granularity = 'channel', inputs }: MaskPlaces): FrozenBody => {
  const chosen = { ...(layers === undefined ? {} : { layers }), ...(inputs === undefined ? {} : { inputs }) };
  return bodyOf(network, insertMasks(network, { ...chosen, granularity }));
};

/** A frozen body with the places of a mask set: the same layers and units. */
export const createFrozenBodyLike = (network: LayersModel, masks: MaskSet): FrozenBody => bodyOf(network, insertMasksLike(network, masks));

const bodyOf = (network: LayersModel, masked: MaskedNetwork): FrozenBody => {
  const normalizations = affectedNormalizations(masked.network);
  const { prefix, tail } = splitAtMasks(masked);
  const shapes = tail.inputs.map(({ shape }) => shape.slice(1) as number[]);
  return {
    features: size(tail.outputs[0]!.shape.slice(1) as number[]),
    tail,
    places: masked.masks.map(({ layer, places, mask: { name } }) => ({ layer, places, mask: tail.getLayer(name) as UnitMask })),
    normalizations: normalizations.filter(({ layer }) => tail.layers.some(({ name }) => name === layer)),
    rowsAtOnce: rowsAtOnce(tail),
    activate: async (samples, options) =>
      activate({ prefix, shapes, parts: requireFittingInput(network, samples.source.sampleShape) }, samples, options),
    dispose() {
      prefix?.dispose();
      tail.dispose();
    },
  };
};

/** The body of a masked network in two parts. Disposes of the masked network, also if it has no head to remove. */
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
