import { render } from 'preact-render-to-string';
import { h } from 'preact';
import type { Figure, FigureWidth } from '../figures/figure.js';
import { toSvg } from './to-svg.js';

const ownPaper = ':root{color:#1b1f24;background:#fff}@media(prefers-color-scheme:dark){:root{color:#e6e8eb;background:#14171c}}';

/** The drawing of a figure as SVG with what a screen reader says of it; `alone` with paper of its own, light or dark as the reader likes. */
export const drawFigure = async (
  { name, title, description, spec }: Figure,
  width: FigureWidth,
  { alone = false }: { readonly alone?: boolean } = {},
): Promise<string> => {
  const svg = await toSvg(spec(width));
  const label = h('svg', { role: 'img', 'aria-label': `${title}. ${description}` });
  const attributes = /^<svg ([^>]*)>/.exec(render(label))![1]!;
  const texts = `${alone ? `<style>${ownPaper}</style>` : ''}<desc>${render(h('g', null, description)).slice(3, -4)}</desc>`;
  return svg
    .replace('class="marks"', `class="marks ${width}" ${attributes}`)
    .replace(/^(<svg [^>]*>)/, `$1${texts}`)
    .replaceAll(/ (role="graphics-[^"]*"|aria-roledescription="[^"]*"|aria-hidden="true")/g, '')
    .replaceAll(/\b(id="|url\(#|href="#)((?:clip|gradient)[_\d])/g, `$1${name}-${width}-$2`);
};
