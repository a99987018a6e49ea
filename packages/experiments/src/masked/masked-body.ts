import { type Tensor, type Tensor3D, concat, reshape, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, Shape } from '@tensorflow/tfjs-layers';
import type { PlacedMask, SampleMasks, UnitMaskArgs } from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';
import { mostValues as usualMost, widestActivation } from '../networks/widest-activation.js';
import { createFrozenBody, createFrozenBodyLike, type FrozenBody, type MaskPlaces } from './frozen-body.js';

/** Neighbouring tasks: so many, from one on. */
export interface TaskRange {
  readonly from: number;
  readonly count: number;
}

/** Which sample of the masks is taken, and how soft. */
export type SampledStep = Exclude<SampleMasks, boolean>;

/** A {@link FrozenBody} with masks in its places: those of several tasks, which ride its batch. */
export interface MaskedBody extends FrozenBody {
  readonly tasks: number;
  /** The trainable masks, and the layers that they are behind. */
  readonly masks: readonly PlacedMask[];
  /** The tasks in groups, each of which can ride a batch of so many samples without taking too much memory. */
  groupsFor(rows: number): TaskRange[];
  /**
   * The head's input for the tensors at the cut of a batch, each task of a group with its own mask: `[tasks, batch, features]`; of the units
   * that a mask leaves out where the rest is asked for.
   */
  apply(inputs: readonly Tensor[], tasks: TaskRange, sampleMasks: false | SampledStep, ofRest?: boolean): Tensor3D;
}

/** The masks of a body. */
export interface MaskSettings {
  /** A number for each task that keys its noise. */
  readonly taskSeeds: readonly number[];
  readonly mask?: UnitMaskArgs;
  /** The most values that an activation may have at once. */
  readonly mostValues?: number;
}

/** Puts new masks into the places of a frozen body. Disposing of the masked body leaves the frozen one as it is. */
export const maskBody = (frozen: FrozenBody, settings: MaskSettings): MaskedBody => {
  const { taskSeeds, mask: args, mostValues = usualMost } = settings;
  const { tail, features } = frozen;
  const tasks = taskSeeds.length;
  const widest = widestActivation(tail);
  const masks = frozen.places.map(({ layer, places, mask: place }) => {
    const mask = place.copy({ ...args, tasks, taskSeeds });
    mask.build((place.inboundNodes[0]!.inputShapes as Shape[])[0]!);
    return { layer, places, mask };
  });
  const substituteMasks = new Map(masks.map(({ mask }) => [mask.name, mask]));
  return {
    ...frozen,
    tasks,
    masks,
    groupsFor: (rows) => {
      const most = Math.max(1, Math.floor(mostValues / (rows * widest)));
      return Array.from({ length: Math.ceil(tasks / most) }, (_, group) => ({
        from: group * most,
        count: Math.min(most, tasks - group * most),
      }));
    },
    apply: (inputs, group, sampleMasks, ofRest = false) =>
      tidy(() => {
        const ridden = inputs.map((rows) => (group.count === 1 ? rows : concat(new Array<Tensor>(group.count).fill(rows), 0)));
        const kwargs = { training: false, sampleMasks, substituteMasks, maskTasks: group, complementMasks: ofRest };
        return reshape(tail.apply(ridden.length === 1 ? ridden[0]! : ridden, kwargs) as Tensor, [group.count, -1, features]);
      }),
    dispose() {
      for (const { mask } of masks) mask.logits.dispose();
    },
  };
};

/** A network frozen for one masked body alone. Throws as {@link createFrozenBody} does. */
export const createMaskedBody = (
  network: LayersModel,
  { layers, granularity, inputs, ...settings }: MaskPlaces & MaskSettings,
): MaskedBody => ownedBody(createFrozenBody(network, { layers, granularity, inputs }), settings);

/** A body with the masks of a mask set, of the same layers, places and units, for others of their kind to be written into. */
export const createBodyLike = (network: LayersModel, tasks: number, masks: MaskSet): MaskedBody =>
  ownedBody(createFrozenBodyLike(network, masks), { taskSeeds: Array.from({ length: tasks }, (_, task) => task) });

const ownedBody = (frozen: FrozenBody, settings: MaskSettings): MaskedBody => {
  const body = maskBody(frozen, settings);
  return {
    ...body,
    dispose() {
      body.dispose();
      frozen.dispose();
    },
  };
};
