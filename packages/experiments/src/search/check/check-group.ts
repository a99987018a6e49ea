import type { MaskCheck } from '@dum/masks/mask-set';
import type { GroupSearch } from '../group-search.js';
import { type LearnedTask, learnGroup } from '../learn-group.js';
import type { DiscoveryProgress } from '../progress.js';
import type { Kept } from '../refinement/moves.js';
import { refineMasks, refines, withKept } from '../refinement/refine-masks.js';
import type { WarmStart } from '../search-task.js';
import { type CheckedMask, checkMask } from './check-mask.js';
import { type MeasuredMask, measureMasks } from './measure-masks.js';
import { createMeasuring, type Measuring } from './measuring.js';

/** A learned task, compared with masks that take no search. */
export interface CheckedTask extends LearnedTask {
  /** The objective of its mask, with a read-out fitted to it; undefined where it was not measured, or the task diverged. */
  readonly objective?: number | undefined;
  readonly check?: MaskCheck | undefined;
}

/**
 * Compares the mask of each task with masks that take no search, and searches again where one of them is better, from that one. The mask of
 * the lower objective is the result.
 *
 * Another search is a local one where the first has one, otherwise one by gradient descent, which takes as long as the first. Without
 * `check`, objectives are measured if there are several searches to choose from.
 */
export const checkGroup = async (search: GroupSearch, learned: readonly LearnedTask[]): Promise<CheckedTask[]> => {
  const { check, restarts } = search.settings;
  if (!check && restarts === 1) return [...learned];
  const measuring = await createMeasuring(search);
  if (check) return searchAgain(search, measuring, await checkEach(search, measuring, learned));
  return Promise.all(
    learned.map(async (task, at): Promise<CheckedTask> => {
      const kept = keptOf(task);
      if (kept === undefined) return task;
      const [measured] = await measureMasks(measuring[at]!, [kept]);
      return { ...task, objective: measured!.objective };
    }),
  );
};

/** A task with its check; undefined if the task diverged. */
interface Compared {
  readonly task: LearnedTask;
  readonly checked: CheckedMask | undefined;
}

const compare = async (measuring: Measuring, task: LearnedTask): Promise<Compared> => {
  const kept = keptOf(task);
  return { task, checked: kept === undefined ? undefined : await checkMask(measuring, kept) };
};

const checkEach = async (
  { settings: { onProgress, signal } }: GroupSearch,
  measuring: readonly Measuring[],
  learned: readonly LearnedTask[],
): Promise<Compared[]> => {
  const compared: Compared[] = [];
  for (const [at, task] of learned.entries()) {
    signal?.throwIfAborted();
    compared.push(await compare(measuring[at]!, task));
    onProgress?.({ phase: 'check', epoch: 1, epochs: 1, step: at + 1, steps: learned.length });
  }
  return compared;
};

/** The most searches from better masks: several local ones are cheap. */
const [mostLocal, mostLearned] = [3, 1];

/** Searches tasks again whose masks are not the best, each from the best one, as long as that helps. */
const searchAgain = async (search: GroupSearch, measuring: readonly Measuring[], compared: readonly Compared[]): Promise<CheckedTask[]> => {
  const { tasks, activations, settings } = search;
  const results = [...compared];
  const most = refines(settings, activations.train.count) ? mostLocal : mostLearned;
  let going = [...results.keys()];
  for (let round = 0; round < most; round++) {
    going = going.filter((at) => results[at]!.checked?.better !== undefined);
    if (going.length === 0) break;
    const starts = going.map((at) => results[at]!.checked!.better!);
    const again = await learnFrom(
      { ...search, tasks: going.map((at) => tasks[at]!) },
      going.map((at) => results[at]!.task),
      starts.map(({ mask }) => mask),
    );
    const wereLower: number[] = [];
    for (const [place, at] of going.entries()) {
      const { from } = starts[place]!;
      const [first, second] = [results[at]!, await compare(measuring[at]!, again[place]!)];
      const isLower = second.checked !== undefined && second.checked.measured.objective < first.checked!.measured.objective;
      if (isLower) wereLower.push(at);
      const { task, checked } = isLower ? second : first;
      results[at] = { task, checked: { ...checked!, check: { ...checked!.check, again: from } } };
    }
    going = wereLower;
  }
  return results.map(({ task, checked }) => ({ ...task, check: checked?.check, objective: checked?.measured.objective }));
};

/** Refines the masks where the search refines its own; otherwise learns from them. */
const learnFrom = async (search: GroupSearch, learned: readonly LearnedTask[], starts: readonly MeasuredMask[]): Promise<LearnedTask[]> => {
  const { tasks, activations, settings } = search;
  const { onProgress } = settings;
  const quiet = ({ epoch, epochs, step, steps }: DiscoveryProgress) => onProgress?.({ phase: 'check', epoch, epochs, step, steps });
  const again = { ...search, settings: { ...settings, onProgress: quiet } };
  if (!refines(settings, activations.train.count))
    return learnGroup({ ...again, tasks: tasks.map((task, at) => ({ ...task, start: surely(starts[at]!, search) })) });
  const masks = learned.map(({ learned: found }, at) => ({ ...found, layers: withKept(found.layers!, starts[at]!.kept) }));
  const refined = await refineMasks(again, masks);
  return refined.map((found, at) => ({ ...learned[at]!, learned: found }));
};

/** The keep probability of a kept unit at the start of a second search; that of a dropped one is 1 minus it. */
const surest = 0.95;

/** A start at which samples of a mask are mostly the mask itself. */
const surely = ({ kept, probes }: MeasuredMask, { settings: { estimator, temperature } }: GroupSearch): WarmStart => {
  const [on, off] = [surest, 1 - surest].map((probability) => estimator.initialLogit(probability, temperature.start)) as [number, number];
  return { probes, logits: kept.map((bits) => Float32Array.from(bits, (bit) => (bit === 1 ? on : off))) };
};

const keptOf = ({ learned: { layers } }: LearnedTask): Kept | undefined => layers?.map(({ kept }) => kept);
