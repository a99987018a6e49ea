import { randomMasks, type MaskCheck } from '@dum/masks/mask-set';
import { noiseKey, textKey } from '@dum/masks/noise';
import { mean } from '../../metrics/mean.js';
import { type MeasuredMask, measureMasks } from './measure-masks.js';
import { maskSetOf } from '../mask-set-of.js';
import { countKept, type Kept } from '../refinement/moves.js';
import type { Measuring } from './measuring.js';
import { taylorMask } from './taylor-mask.js';

/** The share by which the objective of another mask has to be lower. */
const tolerance = 0.01;
/** The random masks of a comparison. */
const draws = 3;

/** A mask that was compared with masks that take no search. */
export interface CheckedMask {
  readonly measured: MeasuredMask;
  readonly check: MaskCheck;
  /** What has the lowest objective, if it is not this mask; a second search can start there. */
  readonly better?: { readonly from: NonNullable<MaskCheck['again']>; readonly mask: MeasuredMask } | undefined;
}

/** Compares a mask with all units, random masks and a baseline: see {@link MaskCheck}. */
export const checkMask = async (measuring: Measuring, kept: Kept): Promise<CheckedMask> => {
  const { search, prices } = measuring;
  const { budget } = search.settings;
  const all = kept.map((bits) => bits.map(() => 1));
  const isAllowed = prices !== undefined || (budget?.measure === 'units' && countKept(all) <= budget.limit);
  const byLayer = budget !== undefined && budget.measure !== 'units';
  const [measured, baseline, ...others] = (await measureMasks(measuring, [
    kept,
    await taylorMask(measuring, kept, byLayer),
    ...randomKept(measuring, kept),
    ...(isAllowed ? [all] : []),
  ])) as [MeasuredMask, MeasuredMask, ...MeasuredMask[]];
  const random = others.slice(0, draws);
  const [allUnits] = others.slice(draws);
  const rivals = [
    ...(allUnits === undefined ? [] : [{ from: 'all-units' as const, objective: allUnits.objective, mask: allUnits }]),
    { from: 'random' as const, objective: mean(random.map(({ objective }) => objective)), mask: lowestOf(random)! },
    { from: 'baseline' as const, objective: baseline.objective, mask: baseline },
  ];
  const better = lowestOf(rivals.filter(({ objective }) => isLower(objective, measured.objective)));
  const compared = {
    ...(allUnits === undefined ? {} : { allUnits: allUnits.objective }),
    random: rivals.at(-2)!.objective,
    baseline: baseline.objective,
  };
  return {
    measured,
    better,
    check: { status: better === undefined ? 'best' : `above-${better.from}`, objective: measured.objective, compared },
  };
};

/** Random masks with as many units in each layer. */
const randomKept = ({ search: { body, fingerprint, settings }, task }: Measuring, kept: Kept): Kept[] =>
  randomMasks(maskSetOf({ masks: body.places }, kept, fingerprint), { seed: noiseKey(settings.seed, textKey(task.name)), draws }).map(
    ({ layers }) => layers.map((layer) => layer.kept),
  );

const isLower = (objective: number, than: number): boolean => than - objective > tolerance * Math.max(Math.abs(objective), Math.abs(than));

const lowestOf = <Item extends { readonly objective: number }>(items: readonly Item[]): Item | undefined =>
  items.length === 0 ? undefined : items.reduce((lowest, item) => (item.objective < lowest.objective ? item : lowest));
