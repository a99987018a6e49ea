import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import type { FigureSpec } from '../figures/figure.js';

/**
 * The drawing of a Vega-Lite specification as SVG, without a browser or a canvas.
 *
 * Texts and lines that have the colour `currentColor` take that of what is around the picture. Use it for any specification; figures of
 * a report come with their texts from {@link drawFigure}.
 *
 * @example
 * const svg = await toSvg(overlapFigure(overlapTable(subnetworks)).spec('wide'));
 */
export const toSvg = async (spec: FigureSpec): Promise<string> => {
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
};
