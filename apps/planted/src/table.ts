import type { Figure, PlantedRow } from './planted.js';

/** The rows as a table of Markdown. */
export const plantedTable = (rows: readonly PlantedRow[]): string =>
  [
    '| estimator | plants | seeds | precision | recall | exact |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ estimator, plants, seeds, precision, recall, exact }) =>
        `| ${estimator} | ${plants} | ${seeds[0]}–${seeds.at(-1)} | ${figure(precision)} | ${figure(recall)} | ${Math.round(100 * exact)} % |`,
    ),
  ].join('\n');

const figure = ({ mean, low, high }: Figure): string => `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
