import { add, keep, nextFrame, sum, type Tensor, type Tensor1D, tidy, type Variable, variableGrads, type Scalar, dispose } from '@tensorflow/tfjs-core';
import type { Task } from '@dum/datasets';
import { consecutiveBatches, shuffledBatches, stepsPerEpoch } from '../training/batches.js';
import { crossEntropyPerTask, type WeightedLabels, weightedTargets } from '../training/cross-entropy.js';
import { ScheduledAdam } from '../training/scheduled-adam.js';
import { cosineDecay, geometric } from '../training/schedules.js';
import { applyHeads, type Heads } from './heads.js';
import type { FrozenActivations, MaskedBody } from './masked-body.js';
import type { DiscoverySettings, EpochRecord } from './options.js';

/** The hard masks of one task, one array a masked layer, and how they came about; no masks when the task diverged. */
export interface LearnedMasks {
  readonly kept: readonly Uint8Array[] | undefined;
  /** The epoch whose masks these are, counted from 1; when diverged, the one it happened in. */
  readonly epoch: number;
  readonly history: readonly EpochRecord[];
}

/** Steps between looks at the finite flag and between pauses for whatever else the process does. */
const stepsPerLook = 20;

/**
 * Learns the masks of all tasks in one pass over the data an epoch; logits and heads alone change.
 *
 * The loss is a sum over tasks of each one's own mean and penalty, noise and batches are keyed by seed, task, layer and step, and no
 * operation mixes tasks, so that none depends on which ride along. A task whose loss is not finite has diverged and is dropped.
 */
export const learnMasks = async (
  body: MaskedBody,
  heads: Heads,
  tasks: readonly Task[],
  activations: { readonly train: FrozenActivations; readonly validation: FrozenActivations },
  settings: DiscoverySettings,
): Promise<LearnedMasks[]> => {
  const { epochs, batchSize, seed, temperature } = settings;
  const logits = body.masks.map(({ mask }) => mask.logits.read() as Variable);
  const optimizers = [
    { variables: logits, adam: new ScheduledAdam(cosineDecay(settings.learningRate)) },
    { variables: [heads.kernel, heads.bias], adam: new ScheduledAdam(cosineDecay(settings.headLearningRate)) },
  ];
  const labels = { train: labelsOf(tasks, 'train'), validation: labelsOf(tasks, 'validation') };
  const temperatureAt = geometric(temperature.start, temperature.end);
  const perEpoch = stepsPerEpoch(activations.train.count, batchSize);
  const steps = perEpoch * epochs;
  const states = tasks.map(({ name }) => new TaskState(name, settings.patience));
  let step = 0;
  for (let epoch = 1; epoch <= epochs && states.some(({ learning }) => learning); epoch++) {
    let total: Tensor | undefined;
    for (const batch of shuffledBatches(activations.train.count, batchSize, seed, epoch)) {
      const progress = step / steps;
      const { losses, gradients } = tidy(() => {
        let perTask: Tensor1D | undefined;
        const { grads } = variableGrads(
          () => {
            const features = body.apply(activations.train, batch, { step, temperature: temperatureAt(progress) });
            const outputs = applyHeads(heads, features);
            perTask = keep(crossEntropyPerTask(outputs, weightedTargets(labels.train, batch)));
            const penalties = body.masks.map(({ mask }) => mask.penaltyPerTask());
            return sum(penalties.reduce<Tensor>((all, penalty) => add(all, penalty), perTask)) as Scalar;
          },
          optimizers.flatMap(({ variables }) => variables),
        );
        return { losses: perTask!, gradients: grads };
      });
      for (const { variables, adam } of optimizers) {
        adam.applyAt(
          progress,
          variables.map(({ name }) => ({ name, tensor: gradients[name]! })),
        );
      }
      dispose(gradients);
      const previous = total;
      total = previous === undefined ? losses : tidy(() => add(previous, losses));
      if (previous !== undefined) dispose([previous, losses]);
      step++;
      if (step % stepsPerLook === 0) {
        settings.onProgress?.({ phase: 'masks', epoch, epochs, step, steps });
        const sums = await total.data();
        states.forEach((state, task) => {
          if (!Number.isFinite(sums[task])) state.diverge(epoch);
        });
        await nextFrame();
        settings.signal?.throwIfAborted();
        if (!states.some(({ learning }) => learning)) break;
      }
    }
    const sums = await total!.data();
    total!.dispose();
    const validated = await validate(body, heads, tasks, labels.validation, activations.validation);
    const kept = await readKept(body);
    const penalties = await penaltiesOf(body);
    const records = states.map((state, task) =>
      state.record(
        epoch,
        { loss: sums[task]! / perEpoch, validationLoss: validated[task]!.loss, validationAccuracy: validated[task]!.accuracy, penalty: penalties[task]! },
        kept[task]!,
      ),
    );
    settings.onProgress?.({ phase: 'masks', epoch, epochs, step, steps, tasks: records });
  }
  for (const { adam } of optimizers) adam.dispose();
  return states.map((state) => state.result());
};

class TaskState {
  #best = Number.POSITIVE_INFINITY;
  #kept: readonly Uint8Array[] | undefined;
  #epoch = 0;
  #diverged = false;
  #stopped = false;
  readonly #history: EpochRecord[] = [];

  constructor(
    readonly name: string,
    readonly patience: number,
  ) {}

  get learning(): boolean {
    return !this.#diverged && !this.#stopped;
  }

  diverge(epoch: number): void {
    if (this.#diverged || this.#stopped) return;
    this.#diverged = true;
    this.#epoch = epoch;
    this.#kept = undefined;
  }

  record(epoch: number, figures: Record<'loss' | 'validationLoss' | 'validationAccuracy' | 'penalty', number>, kept: readonly Uint8Array[]): EpochRecord {
    if (!Object.values(figures).every(Number.isFinite)) this.diverge(epoch);
    const objective = figures.validationLoss + figures.penalty;
    if (this.learning && (objective < this.#best || this.patience === Number.POSITIVE_INFINITY)) {
      this.#best = objective;
      this.#kept = kept;
      this.#epoch = epoch;
    }
    if (epoch - this.#epoch >= this.patience) this.#stopped = true;
    const finite = (value: number): number | null => (this.#diverged ? null : value);
    const record: EpochRecord = {
      task: this.name,
      epoch,
      loss: finite(figures.loss),
      validationLoss: finite(figures.validationLoss),
      validationAccuracy: finite(figures.validationAccuracy),
      penalty: finite(figures.penalty),
      keptUnits: kept.reduce((units, layer) => units + layer.reduce((sum, bit) => sum + bit, 0), 0),
    };
    this.#history.push(record);
    return record;
  }

  result(): LearnedMasks {
    return { kept: this.#kept, epoch: this.#epoch, history: this.#history };
  }
}

const labelsOf = (tasks: readonly Task[], role: 'train' | 'validation'): WeightedLabels[] =>
  tasks.map((task) => ({ y: task[role].y, classWeights: task.classWeights }));

const validate = async (body: MaskedBody, heads: Heads, tasks: readonly Task[], labels: readonly WeightedLabels[], activations: FrozenActivations) => {
  const totals = tasks.map(() => ({ loss: 0, hits: 0, weight: 0 }));
  for (const batch of consecutiveBatches(activations.count, 1000)) {
    const [outputs, losses] = tidy(() => {
      const logits = applyHeads(heads, body.apply(activations, batch, false));
      return [logits, crossEntropyPerTask(logits, weightedTargets(labels, batch))] as const;
    });
    const [values, sums] = [await outputs.data(), await losses.data()];
    const width = outputs.shape[2];
    tasks.forEach(({ classNames, validation }, task) => {
      const total = totals[task]!;
      total.loss += (sums[task]! * batch.length) / activations.count;
      batch.forEach((row, index) => {
        const label = validation.y[row]!;
        if (label >= classNames.length) return;
        const start = (task * batch.length + index) * width;
        const answers = Array.from(values.subarray(start, start + classNames.length));
        total.weight++;
        if (answers.every((answer) => answers[label]! >= answer)) total.hits++;
      });
    });
    dispose([outputs, losses]);
  }
  return totals.map(({ loss, hits, weight }) => ({ loss, accuracy: hits / weight }));
};

const readKept = async (body: MaskedBody): Promise<Uint8Array[][]> => {
  const layers = await Promise.all(
    body.masks.map(async ({ mask }) => {
      const hard = tidy(() => mask.estimator.harden(mask.logits.read()));
      const bits = Uint8Array.from(await hard.data());
      hard.dispose();
      return bits;
    }),
  );
  return Array.from({ length: body.tasks }, (_, task) =>
    layers.map((bits) => bits.slice((task * bits.length) / body.tasks, ((task + 1) * bits.length) / body.tasks)),
  );
};

const penaltiesOf = async (body: MaskedBody): Promise<ArrayLike<number>> => {
  const total = tidy(() => body.masks.map(({ mask }): Tensor => mask.penaltyPerTask()).reduce((all, penalty) => add(all, penalty)));
  const values = await total.data();
  total.dispose();
  return values;
};
