import type { Config } from 'vega-lite';
import { legendLimit } from './legend-columns.js';

/**
 * Colours of series that people with any kind of colour vision can distinguish: those of Okabe and Ito, the light ones darkened until
 * each has a contrast of 3 to 1 on a white and on a dark background.
 */
export const seriesColours: readonly string[] = ['#0072b2', '#d55e00', '#009e73', '#b0609a', '#a87400', '#3a8fc4', '#7a7a7a'];

/** Shapes of points, so that series differ by more than colour. */
export const seriesShapes: readonly string[] = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down', 'stroke'];

/** The colour of text on a cell of a heat map, for light and dark cells; the colours of cells do not depend on the background. */
export const cellText = { onLight: '#111111', onDark: '#ffffff' } as const;

const ink = 'currentColor';

/** Draws texts and lines in the colour of the surrounding text, so that a figure is readable on white and on dark. */
export const theme: Config = {
  background: 'transparent',
  font: 'system-ui, sans-serif',
  aria: false,
  padding: 4,
  view: { stroke: null },
  axis: {
    labelColor: ink,
    titleColor: ink,
    domainColor: ink,
    tickColor: ink,
    gridColor: ink,
    gridOpacity: 0.15,
    domainOpacity: 0.5,
    tickOpacity: 0.5,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    labelLimit: 110,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titleLimit: 0,
    labelLimit: legendLimit,
    symbolSize: 70,
    symbolOpacity: 1,
    orient: 'bottom',
    gradientThickness: 10,
  },
  title: { color: ink, anchor: 'start', frame: 'bounds', fontSize: 14, fontWeight: 600, offset: 14, lineHeight: 18 },
  text: { color: ink, fontSize: 11 },
  rule: { color: ink },
};
