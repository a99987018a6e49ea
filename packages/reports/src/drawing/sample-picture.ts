import { PNG } from 'pngjs';

/** The height, width and channels of samples of a shape, or undefined for a shape that is not a picture's. */
export const pictureShape = (
  shape: readonly number[],
): { readonly height: number; readonly width: number; readonly channels: 1 | 3 } | undefined => {
  const [height, width, channels = 1] = shape;
  if (height === undefined || width === undefined || shape.length > 3 || (channels !== 1 && channels !== 3)) return undefined;
  return { height, width, channels };
};

/**
 * A sample as a PNG in a `data:` address, grey or in colour; the least value of `range` is black, the greatest white.
 *
 * Undefined for a shape that is not a picture's.
 */
export const samplePicture = (
  values: readonly number[],
  { sampleShape, range: [least, greatest] }: { readonly sampleShape: readonly number[]; readonly range: readonly [number, number] },
): string | undefined => {
  const shape = pictureShape(sampleShape);
  if (shape === undefined) return undefined;
  const { height, width, channels } = shape;
  const image = new PNG({ width, height });
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let colour = 0; colour < 3; colour++) {
      const value = values[pixel * channels + (channels === 1 ? 0 : colour)]!;
      image.data[pixel * 4 + colour] = Math.round(255 * Math.min(1, Math.max(0, (value - least) / (greatest - least))));
    }
    image.data[pixel * 4 + 3] = 255;
  }
  return `data:image/png;base64,${PNG.sync.write(image, { colorType: channels === 1 ? 0 : 2 }).toString('base64')}`;
};
