import { concat, type Rank, reshape, type Tensor, type Tensor3D, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, Shape } from '@tensorflow/tfjs-layers';
import type { PlacedMask, SampleMasks, UnitMask, UnitMaskArgs } from '@dum/masks';
import type { MaskSet } from '@dum/masks/mask-set';
import { size } from '../networks/input-rows.js';
import { mostValues as usualMost, widestActivation } from '../networks/widest-activation.js';
import { createFrozenBody, createFrozenBodyLike, type FrozenBody, type MaskPlaces } from './frozen-body.js';
import { createTaskStatistics, type TaskStatistics } from './task-statistics.js';

/** Consecutive tasks: the first and their number. */
export interface TaskRange {
  readonly from: number;
  readonly count: number;
}

/** Which sample of the masks is drawn, and at which temperature. */
export type SampledStep = Exclude<SampleMasks, boolean>;

/** A {@link FrozenBody} with the masks of several tasks in its places; the tasks share its batches. */
export interface MaskedBody extends FrozenBody {
  readonly tasks: number;
  /** The trainable masks and their layers. */
  readonly masks: readonly PlacedMask[];
  /** Whether dropped units become constants, which the masks hold. */
  readonly hasConstants: boolean;
  /** The statistics of each task's batch normalizations. */
  readonly statistics: TaskStatistics;
  /** The tasks in groups that can share a batch of `rows` samples within the memory limit. */
  groupsFor(rows: number): TaskRange[];
  /**
   * The head's input for the tensors of a batch at the cut, under each task's own mask, or under its complement: `[tasks, batch,
   * features]`.
   */
  apply(inputs: readonly Tensor[], tasks: TaskRange, sampleMasks: false | SampledStep, ofComplement?: boolean): Tensor3D;
  /** The outputs of a part of the tail, which starts at the cut, under the hard mask and with the statistics of one task. */
  runPart(part: LayersModel, inputs: readonly Tensor[], task: number): Tensor[];
}

/** The masks of a body. */
export interface MaskSettings {
  /** The seed of each task's noise. */
  readonly taskSeeds: readonly number[];
  readonly mask?: UnitMaskArgs;
  /** The initial keep probability of all layers or of each by its name, instead of that in `mask`. */
  readonly initialKeepProbability?: number | Readonly<Record<string, number>>;
  /** The largest size of an activation, in values. */
  readonly mostValues?: number;
}

/** Puts new masks into the places of a frozen body. Disposing of the masked body leaves the frozen body alone. */
export const maskBody = (frozen: FrozenBody, settings: MaskSettings): MaskedBody => {
  const { taskSeeds, mask: args, initialKeepProbability: start, mostValues = usualMost } = settings;
  const { tail, features } = frozen;
  const tasks = taskSeeds.length;
  const widest = widestActivation(tail);
  const masks = frozen.places.map(({ layer, places, mask: place }) => {
    const initialKeepProbability = typeof start === 'object' ? start[layer] : start;
    const mask = place.copy({ ...args, ...(initialKeepProbability === undefined ? {} : { initialKeepProbability }), tasks, taskSeeds });
    mask.build((place.inboundNodes[0]!.inputShapes as Shape[])[0]!);
    return { layer, places, mask };
  });
  const substituteMasks = new Map(masks.map(({ mask }) => [mask.name, mask]));
  const statistics = createTaskStatistics(tail);
  const run = (part: LayersModel, inputs: readonly Tensor[], kwargs: object): Tensor | Tensor[] =>
    part.apply(inputs.length === 1 ? inputs[0]! : [...inputs], { training: false, substituteMasks, ...kwargs }) as Tensor | Tensor[];
  const featuresOf = (inputs: readonly Tensor[], group: TaskRange, sampleMasks: false | SampledStep, complementMasks: boolean) => {
    const ridden = inputs.map((rows) => (group.count === 1 ? rows : concat(new Array<Tensor>(group.count).fill(rows), 0)));
    return reshape<Rank.R3>(run(tail, ridden, { sampleMasks, maskTasks: group, complementMasks }) as Tensor, [group.count, -1, features]);
  };
  return {
    ...frozen,
    tasks,
    masks,
    hasConstants: args?.constants ?? false,
    statistics,
    groupsFor: (rows) => {
      const most = Math.max(1, Math.floor(mostValues / (rows * widest)));
      return Array.from({ length: Math.ceil(tasks / most) }, (_, group) => ({
        from: group * most,
        count: Math.min(most, tasks - group * most),
      }));
    },
    apply: (inputs, group, sampleMasks, ofComplement = false) =>
      tidy(() => {
        if (!statistics.differ) return featuresOf(inputs, group, sampleMasks, ofComplement);
        const each = Array.from({ length: group.count }, (_, at) => group.from + at).map((task) =>
          statistics.with(task, () => featuresOf(inputs, { from: task, count: 1 }, sampleMasks, ofComplement)),
        );
        return concat(each, 0);
      }),
    runPart: (part, inputs, task) =>
      tidy(() => [statistics.with(task, () => run(part, inputs, { maskTasks: { from: task, count: 1 }, sampleMasks: false }))].flat()),
    dispose() {
      statistics.dispose();
      for (const { mask } of masks) {
        mask.logits.dispose();
        mask.constants?.dispose();
      }
    },
  };
};

/** Creates a masked body with its own frozen body. Throws as {@link createFrozenBody} does. */
export const createMaskedBody = (
  network: LayersModel,
  { layers, granularity, inputs, ...settings }: MaskPlaces & MaskSettings,
): MaskedBody => ownedBody(createFrozenBody(network, { layers, granularity, inputs }), settings);

/**
 * Creates a body with masks in the places of a mask set, into which mask sets of the same layers and units can be written, and constants
 * with `constants`.
 */
export const createBodyLike = (network: LayersModel, tasks: number, masks: MaskSet, { constants = false } = {}): MaskedBody =>
  ownedBody(createFrozenBodyLike(network, masks), {
    taskSeeds: Array.from({ length: tasks }, (_, task) => task),
    mask: { constants },
  });

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

/** The units of one task in a mask. */
export const unitCount = ({ logits }: UnitMask): number => size(logits.shape.slice(1) as number[]);
