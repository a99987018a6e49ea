import { type FigureWidth, pixelsOf } from './figure.js';

/** The number of columns in which the names of a legend fit, by Vega's estimate of their widths. */
export const legendColumns = (names: readonly string[], width: FigureWidth): number => {
  const longest = Math.min(legendLimit, 9.6 * Math.max(...names.map((name) => name.length)));
  return Math.max(1, Math.min(names.length, Math.floor((pixelsOf[width] - 60) / (longest + 40))));
};

/** The pixels at which a name of a legend is cut. */
export const legendLimit = 235;
