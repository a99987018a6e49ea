import type { AlphaPath, AlphaPoint } from '@dum/experiments';
import { totalUnits } from '@dum/masks/mask-set';
import { mean, percent } from '../text/figures.js';
import { formatTable } from '../text/format-table.js';

type Figures = Pick<AlphaPoint, 'alpha' | 'keptUnits' | 'validationLoss' | 'balancedAccuracy' | 'accuracy'>;

/** A price with three digits, such as 0.00268. */
const priceText = (alpha: number): string => String(Number(alpha.toPrecision(3)));

const meanOf = (points: readonly AlphaPoint[], name: keyof Figures): number => mean(points.map((point) => point[name]))!;

/** The means over tasks at each price at which none had diverged. */
export const meanPoints = (paths: readonly AlphaPath[]): Figures[] =>
  (paths[0]?.points ?? []).flatMap((_, at) => {
    const points = paths.flatMap((path) => path.points.slice(at, at + 1));
    if (points.length < paths.length) return [];
    const [accuracy, balancedAccuracy] = [meanOf(points, 'accuracy'), meanOf(points, 'balancedAccuracy')];
    return [
      {
        alpha: points[0]!.alpha,
        keptUnits: meanOf(points, 'keptUnits'),
        validationLoss: meanOf(points, 'validationLoss'),
        balancedAccuracy,
        accuracy,
      },
    ];
  });

/** A table for each task, with one row for each price and the knee marked; then a table of the means. */
export const alphaPathReport = (paths: readonly AlphaPath[]): string => {
  const total = paths.flatMap(({ points }) => points.map(({ subnetwork }) => totalUnits(subnetwork.masks)))[0] ?? 0;
  const tableOf = (name: string, points: readonly Figures[], knee: Figures | undefined, digits: number) =>
    formatTable(
      [name, 'price', `units of ${total}`, 'accuracy', 'balanced', 'loss'].map((title) => ({ title })),
      points.map((point) => [
        point === knee ? 'knee' : '',
        priceText(point.alpha),
        point.keptUnits.toFixed(digits),
        percent(point.accuracy),
        percent(point.balancedAccuracy),
        point.validationLoss.toFixed(4),
      ]),
    );
  const tables = paths.map(({ task, points, knee }) =>
    points.length === 0 ? `${task} diverged at the first price.` : tableOf(task, points, knee, 0),
  );
  const means = paths.length > 1 ? meanPoints(paths) : [];
  return [...tables, ...(means.length === 0 ? [] : [tableOf('mean', means, undefined, 1)])].join('\n\n');
};
