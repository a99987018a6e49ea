import { render } from 'preact-render-to-string';
import { objectWith, requireOptions } from '@dum/errors';
import { h } from 'preact';
import type { Figure, FigureWidth } from './figure.js';
import { toSvg } from './to-svg.js';

const ownPaper = ':root{color:#1b1f24;background:#fff}@media(prefers-color-scheme:dark){:root{color:#e6e8eb;background:#14171c}}';

/** Draws a figure as SVG with a description for screen readers; `alone` adds a background, light or dark by the reader's preference. */
export const drawFigure = async (
  figure: Figure,
  width: FigureWidth,
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<string> => {
  requireOptions(
    'drawFigure',
    { figure },
    { figure: objectWith('a figure, such as figuresOf gives', ['name', 'title', 'description', 'spec']) },
  );
  const { name, title, description, spec } = figure;
  const svg = await toSvg(spec(width));
  const rendered = render(h('svg', { role: 'img', 'aria-label': `${title}. ${description}` }));
  const label = rendered.slice('<svg '.length, rendered.lastIndexOf('></svg>'));
  const texts = `${alone ? `<style>${ownPaper}</style>` : ''}${render(h('desc', null, description))}`;
  return svg
    .replaceAll(/ (role="graphics-[^"]*"|aria-roledescription="[^"]*"|aria-hidden="true"|aria-label="Title text[^"]*")/g, '')
    .replaceAll(/\b(id="|url\(#|href="#)((?:clip|gradient)[_\d])/g, (_, before: string, id: string) => `${before}${name}-${width}-${id}`)
    .replace(/^<svg [^>]*>/, (open) => `${open}${texts}`)
    .replace('class="marks"', () => `class="marks ${width}" ${label}`);
};
