import {
  div,
  mul,
  slice,
  type Tensor,
  type Tensor1D,
  reshape,
  serialization,
  sub,
  sum,
  tensor,
  tidy,
  tile,
  type Scalar,
} from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { DumError, requireKnownOptions, requireOptions } from '@dum/errors';
import type { Estimator } from '../estimators/estimator.js';
import { gumbelSigmoid } from '../estimators/gumbel-sigmoid.js';
import { requireEstimator } from '../estimators/require-estimator.js';
import { type EstimatorConfig, estimatorFromConfig, estimatorToConfig } from '../estimators/estimator-config.js';
import { type PenaltyConfig, penaltyFromConfig, penaltyToConfig } from '../penalties/penalty-config.js';
import { expectedUnits } from '../penalties/expected-units.js';
import { type Penalty, penaltyPerTask } from '../penalties/penalty.js';
import { requirePenalty } from '../penalties/require-penalty.js';
import { applyMasks } from './apply-masks.js';
import { maskOptionKinds, maskOptions } from './mask-options.js';
import { fillLogisticNoise, noiseKey, textKey } from '../noise/keyed-noise.js';
import { spreadOverChannels } from './spread-over-channels.js';
import type { UnitMaskArgs } from './unit-mask-args.js';
import { channelsOfUnit, type Granularity, requireGranularity } from '../units/granularity.js';
import { unitShape } from '../units/unit-shape.js';
import { sizeOf } from '../size-of.js';

type Kwargs = Parameters<layers.Layer['call']>[1];

/** The keyword argument that makes masks sample in your own training loop: `network.apply(x, { sampleMasks: … })`. */
export type SampleMasks = boolean | { readonly step: number; readonly temperature: number };

/**
 * The keyword argument that selects consecutive tasks for the rows of a batch; default all tasks.
 *
 * `network.apply(x, { sampleMasks: …, maskTasks: … })`: a batch of a few tasks needs memory for those only.
 */
export interface MaskTasks {
  readonly from: number;
  readonly count: number;
}

/**
 * A layer that multiplies its input by a learned binary mask, with one bit for each unit: a channel, an element, or a group of channels.
 *
 * Logits are `[tasks, ...units]`. In `fit` each batch samples new masks with the estimator, and the penalty is added to the loss; in
 * `predict` and `evaluate` the mask is hard, 1[l > 0]. With several tasks, rows of the batch belong to the tasks in turn. Noise depends on
 * seed, task, layer name and step, so that runs repeat; name the layer if they must repeat within one process, because TensorFlow.js
 * numbers its generated names. `insertMasks` names its masks. Freeze the other layers, or their weights learn too. `network.apply(x, {
 * complementMasks: true })` multiplies by 1 − mask instead: the complement. `network.apply(x, { substituteMasks })`, a map of built masks
 * by name, uses these instead of the network's own masks of the same names, so that one masked network serves any number of tasks,
 * estimators and seeds. With `constants` a dropped unit becomes a learned constant c: x·m + c·(1 − m).
 *
 * Throws `bad-input` for a setting that is out of range, of another kind, or unknown. Prefer {@link GumbelSigmoidMask} for the usual
 * estimator and penalty, and `insertMasks` to put masks into an existing network.
 *
 * @example
 * const model = sequential({ layers: [hidden, new UnitMask({ penalty: expectedUnits(1e-3) }), head] });
 */
export class UnitMask extends layers.Layer {
  /** The name of this layer in saved networks. */
  static readonly className: string = 'DumUnitMask';
  readonly tasks: number;
  readonly estimator: Estimator;
  readonly penalty: Penalty;
  readonly granularity: Granularity;
  readonly initialKeepProbability: number;
  readonly #taskSeeds: readonly number[];
  readonly #samples: number;
  readonly #temperature: number;
  readonly #seed: number;
  #logits: LayerVariable | undefined;
  readonly #hasConstants: boolean;
  #constants: LayerVariable | undefined;
  #step = 0;
  readonly #stepOfRun = new WeakMap<object, number>();

  constructor(args: UnitMaskArgs = {}) {
    requireKnownOptions('UnitMask', args, maskOptions);
    super(args);
    const {
      tasks = args.taskSeeds?.length ?? 1,
      samples = 1,
      constants = false,
      initialKeepProbability = 0.5,
      temperature = 1,
      seed = 1,
    } = args;
    requireOptions('UnitMask', { tasks, samples, constants, initialKeepProbability, temperature, seed }, maskOptionKinds);
    this.tasks = tasks;
    this.#taskSeeds = args.taskSeeds ?? Array.from({ length: tasks }, (_, task) => task);
    this.#samples = samples;
    this.estimator = args.estimator ?? gumbelSigmoid();
    this.penalty = args.penalty ?? expectedUnits(1e-3);
    this.granularity = args.granularity ?? 'channel';
    this.#hasConstants = constants;
    this.initialKeepProbability = initialKeepProbability;
    this.#temperature = temperature;
    this.#seed = seed;
    requireEstimator('UnitMask', this.estimator);
    requirePenalty('UnitMask', this.penalty);
    if (this.#taskSeeds.length !== tasks) {
      throw new DumError('bad-input', `UnitMask: taskSeeds has ${this.#taskSeeds.length} seeds; expected ${tasks}, one for each task`);
    }
    requireGranularity('UnitMask: granularity', this.granularity);
  }

  /** The variable of the logits, `[tasks, ...units]`, once the layer is built. */
  get logits(): LayerVariable {
    if (this.#logits === undefined)
      throw new DumError('bad-input', `UnitMask: "${this.name}" has no logits yet; put it into a network first`);
    return this.#logits;
  }

  /**
   * The variable of the constants that dropped units become, `[tasks, ...elements]` or `[tasks, channels]`, once the layer is built;
   * undefined without `constants`, where they become 0.
   */
  get constants(): LayerVariable | undefined {
    return this.#constants;
  }

  /** The penalty of each task, `[tasks]`, at the temperature of the samples; default the layer's own. */
  penaltyPerTask(temperature = this.#temperature): Tensor1D {
    return tidy(() => penaltyPerTask(this.penalty, this.logits.read(), this.estimator, temperature));
  }

  override build(inputShape: Shape | Shape[]): void {
    const units = unitShape(`UnitMask: what "${this.name}" multiplies`, inputShape as Shape, this.granularity);
    const value = this.estimator.initialLogit(this.initialKeepProbability, this.#temperature);
    this.#logits = this.addWeight('logits', [this.tasks, ...units], 'float32', initializers.constant({ value }), undefined, true);
    if (this.#hasConstants) {
      const of = channelsOfUnit(this.granularity) === 1 ? this.granularity : 'channel';
      const elements = unitShape(`UnitMask: what "${this.name}" multiplies`, inputShape as Shape, of);
      this.#constants = this.addWeight('constants', [this.tasks, ...elements], 'float32', initializers.zeros(), undefined, true);
    }
    this.addLoss(() => div<Scalar>(sum(this.penaltyPerTask()), Math.max(1, this.inboundNodes.length)));
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[], kwargs: Kwargs): Tensor {
    return tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const x = Array.isArray(inputs) ? inputs[0]! : inputs;
      const sampling = (kwargs.sampleMasks ?? kwargs.training ?? false) as SampleMasks;
      const mask = (kwargs.substituteMasks as ReadonlyMap<string, UnitMask> | undefined)?.get(this.name) ?? this;
      const tasks = (kwargs.maskTasks ?? { from: 0, count: mask.tasks }) as MaskTasks;
      const masks = sampling === false ? mask.#harden(tasks) : mask.#sample(sampling === true ? mask.#nextStep(kwargs) : sampling, tasks);
      const spread = spreadOverChannels(kwargs.complementMasks === true ? sub(1, masks) : masks, this.granularity);
      return applyMasks(x, spread, mask.#fill(spread, tasks));
    });
  }

  /** Creates a mask with changed settings, not yet built. It preserves custom estimators and penalties, which a configuration can't. */
  copy(changes: UnitMaskArgs = {}): UnitMask {
    return new UnitMask({ ...this.#settings(), estimator: this.estimator, penalty: this.penalty, ...changes });
  }

  override getConfig(): serialization.ConfigDict {
    return {
      ...this.#settings(),
      estimator: estimatorToConfig(this.estimator, 'UnitMask'),
      penalty: penaltyToConfig(this.penalty, 'UnitMask'),
    } as unknown as serialization.ConfigDict;
  }

  /** Creates a layer from a saved configuration. Throws `bad-input` for an estimator or penalty that this version does not know. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    // TensorFlow.js adds its custom objects to what was saved.
    const saved = { ...config };
    delete saved.customObjects;
    const { estimator, penalty } = saved as unknown as { readonly estimator: EstimatorConfig; readonly penalty: PenaltyConfig };
    return new cls({ ...saved, estimator: estimatorFromConfig(estimator, 'UnitMask'), penalty: penaltyFromConfig(penalty, 'UnitMask') });
  }

  #settings(): UnitMaskArgs {
    return {
      ...super.getConfig(),
      tasks: this.tasks,
      taskSeeds: [...this.#taskSeeds],
      samples: this.#samples,
      granularity: this.granularity,
      ...(this.#hasConstants ? { constants: true } : {}),
      initialKeepProbability: this.initialKeepProbability,
      temperature: this.#temperature,
      seed: this.#seed,
    };
  }

  #ofTasks(variable: LayerVariable, { from, count }: MaskTasks): Tensor {
    const values = variable.read();
    return count === this.tasks ? values : slice(values, from, count);
  }

  /** The constants of dropped units, 0 for kept ones, in the shape of masks; undefined without constants. */
  #fill(masks: Tensor, tasks: MaskTasks): Tensor | undefined {
    if (this.#constants === undefined) return undefined;
    const [, ...elements] = this.#constants.shape as number[];
    return mul(reshape(this.#ofTasks(this.#constants, tasks), [tasks.count, 1, ...elements]), sub(1, masks));
  }

  #harden(tasks: MaskTasks): Tensor {
    const logits = this.#ofTasks(this.logits, tasks);
    return reshape(this.estimator.harden(logits), [tasks.count, 1, ...logits.shape.slice(1)]);
  }

  /** TensorFlow.js passes one object of arguments to all calls of a run, so the places of one mask share a sample. */
  #nextStep(run: object): { readonly step: number; readonly temperature: number } {
    const step = this.#stepOfRun.get(run) ?? this.#step++;
    this.#stepOfRun.set(run, step);
    return { step, temperature: this.#temperature };
  }

  #sample({ step, temperature }: Exclude<SampleMasks, boolean>, tasks: MaskTasks): Tensor {
    const [, ...units] = this.logits.shape as [number, ...number[]];
    // tile has no gradient for tensors of rank 5
    const single = reshape(this.#ofTasks(this.logits, tasks), [tasks.count, 1, sizeOf(units)]);
    const logits = reshape(tile(single, [1, this.#samples, 1]), [tasks.count, this.#samples, ...units]);
    return this.estimator.sample(logits, this.#noise(logits.shape, step, tasks), temperature);
  }

  #noise(shape: number[], step: number, { from, count }: MaskTasks): Tensor {
    const values = new Float32Array(sizeOf(shape));
    const size = values.length / (count * this.#samples);
    const layerKey = textKey(this.name);
    this.#taskSeeds.slice(from, from + count).forEach((taskSeed, task) => {
      for (let sample = 0; sample < this.#samples; sample++) {
        const start = (task * this.#samples + sample) * size;
        fillLogisticNoise(values.subarray(start, start + size), noiseKey(this.#seed, taskSeed, layerKey, step, sample));
      }
    });
    return tensor(values, shape);
  }
}

serialization.registerClass(UnitMask);
