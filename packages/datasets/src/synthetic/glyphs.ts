import { fillOptions, finiteNumber, requireOptions, wholeNumber } from '@dum/errors';
import { type Random, random } from '../_random.js';
import type { Dataset } from '../dataset.js';
import { digitNames } from '../sources/idx-dataset.js';
import { holdTensor } from '../rows/in-memory.js';
import { brandSplit, type Role, type Split } from '../split.js';
import { sampleCount } from './_sample-count.js';
import { digitStrokes, drawStrokes, type Point } from './_strokes.js';

/** Options of {@link glyphs}. */
export interface GlyphsOptions {
  readonly seed: number;
  /** Number of training samples; 2,000 by default. */
  readonly train?: number;
  /** Number of test samples; 500 by default. */
  readonly test?: number;
  /** Height and width in pixels, 8 to 64; 16 by default. */
  readonly size?: number;
  /** Standard deviation of the noise on each pixel, 0 to 1; 0.1 by default. */
  readonly noise?: number;
  /** How far shapes are rotated, slanted, stretched, moved and bent, 0 (not at all) to 2; 1 by default. */
  readonly distortion?: number;
}

/** Draws the random parameters of a digit's shape. */
const drawHand = (draw: Random, distortion: number) => {
  const within = (most: number) => draw.uniform(-most, most) * distortion;
  const [turn, slant, width, height] = [within(0.22), within(0.2), 0.72 * (1 + within(0.18)), 0.8 * (1 + within(0.12))];
  const [right, down, bend, phase] = [within(0.06), within(0.06), within(0.04), draw.uniform(0, 2 * Math.PI)];
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return ([x, y]: Point): Point => {
    const [u, v] = [(x - 0.5 + bend * Math.sin(2 * Math.PI * y + phase)) * width, (y - 0.5) * height];
    const slanted = u - slant * v;
    return [0.5 + right + cos * slanted - sin * v, 0.5 + down + sin * slanted + cos * v];
  };
};

/**
 * Creates images of drawn digits: ten classes of `[size, size]` images in [0, 1], for tests and demonstrations without files.
 *
 * Each sample is a digit's strokes under a random affine map and a bend, with a random pen width, plus Gaussian noise
 * clipped to [0, 1]. Classes take turns (sample i shows the digit i mod 10). The same seed gives the same images, a longer set
 * starts with the shorter one, and training and test samples come from separate streams.
 *
 * @throws DumError 'bad-input' for an option out of its range, and for one that does not exist.
 *
 * @example
 * const { train, test } = glyphs({ seed: 1, train: 1000, size: 28 });
 */
export const glyphs = (options: GlyphsOptions): Dataset => {
  const defaults = { train: 2000, test: 500, size: 16, noise: 0.1, distortion: 1 };
  const { seed, train, test, size, noise, distortion } = fillOptions('glyphs', defaults, options, ['seed']);
  const kinds = {
    size: wholeNumber(8, 64),
    noise: finiteNumber({ atLeast: 0, atMost: 1 }),
    distortion: finiteNumber({ atLeast: 0, atMost: 2 }),
  };
  requireOptions('glyphs', { size, noise, distortion }, kinds);
  requireOptions('glyphs', { train, test }, { train: sampleCount(size * size), test: sampleCount(size * size) });
  const makeSplit = <R extends Role>(role: R, count: number, stream: number): Split<R> => {
    const draw = random('glyphs', seed, stream);
    const x = new Float32Array(count * size * size);
    const y = Uint16Array.from({ length: count }, (_, sample) => sample % 10);
    y.forEach((digit, sample) => {
      const image = x.subarray(sample * size * size, (sample + 1) * size * size);
      const move = drawHand(draw, distortion);
      const strokes = digitStrokes[digit]!.map((stroke) => stroke.map(move));
      drawStrokes(image, size, strokes, draw.uniform(0.035, 0.065));
      for (let i = 0; i < image.length; i++) image[i] = Math.min(1, Math.max(0, image[i]! + noise * draw.normal()));
    });
    return brandSplit(role, { source: holdTensor(x, [size, size]), y });
  };
  return {
    name: 'glyphs',
    sampleShape: [size, size],
    range: [0, 1],
    classNames: digitNames,
    train: makeSplit('train', train, 0),
    test: makeSplit('test', test, 1),
  };
};
