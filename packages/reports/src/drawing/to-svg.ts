import { parse, View } from 'vega';
import { objectWith, requireOptions } from '@dum/errors';
import { compile } from 'vega-lite';
import type { FigureSpec } from './figure.js';

/**
 * Draws a Vega-Lite specification as SVG, without a browser or a canvas.
 *
 * Texts and lines with the colour `currentColor` take the colour of the surrounding text. It draws any specification; for a figure of a
 * report, {@link drawFigure} adds its description.
 *
 * @example
 * const svg = await toSvg(overlapFigure(overlapTable(subnetworks)).spec('wide'));
 */
export const toSvg = async (spec: FigureSpec): Promise<string> => {
  requireOptions('toSvg', { spec }, { spec: objectWith('a Vega-Lite specification, such as the spec of a figure gives for a width', []) });
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
};
