import { createHash } from 'node:crypto';
import type Sharp from 'sharp';
import { DumError } from '@dum/errors';
import type { RowSource } from '../rows/row-source.js';
import { scalePixelsInto } from '../sources/scale-pixels.js';
import type { PixelRange } from '../sources/pixel-range.js';
import { inParallel } from './_in-parallel.js';
import type { PictureFile } from './_picture-files.js';

/** How pictures become samples. */
export interface PictureFormat {
  readonly who: string;
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Whether pictures of other sizes are resized; they are refused otherwise. */
  readonly resizes: boolean;
  readonly range: PixelRange;
}

/** The bytes of a picture, `[height, width, channels]`. */
const decode = async (
  sharp: typeof Sharp,
  { path }: PictureFile,
  { who, height, width, channels, resizes }: PictureFormat,
): Promise<Uint8Array> => {
  const picture = sharp(path, { failOn: 'error', sequentialRead: true })
    .autoOrient()
    .removeAlpha()
    .toColourspace(channels === 1 ? 'b-w' : 'srgb');
  const sized = resizes ? picture.resize(width, height, { fit: 'cover' }) : picture;
  const { data, info } = await sized
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new DumError(
        'bad-input',
        `${who}: ${JSON.stringify(path)} can't be read as a picture: ${(cause as Error).message.trim().replaceAll('\n', '; ')}; replace or remove it`,
        { cause },
      );
    });
  if (info.height !== height || info.width !== width)
    throw new DumError(
      'bad-input',
      `${who}: ${JSON.stringify(path)} is ${info.width} × ${info.height} pixels and the first picture ${width} × ${height}; expected pictures of one size, so give a size to resize them to`,
    );
  return data;
};

/** Samples that are decoded from files on demand. */
export const pictureSource = (sharp: typeof Sharp, files: readonly PictureFile[], format: PictureFormat): RowSource => {
  const { height, width, channels, range } = format;
  const [sampleShape, size] = [Object.freeze([height, width, channels]), height * width * channels];
  let identity: string | undefined;
  return Object.freeze({
    count: files.length,
    sampleShape,
    get identity() {
      identity ??= identityOf(files, format);
      return identity;
    },
    async rows(indices: ArrayLike<number>) {
      const values = new Float32Array(indices.length * size);
      await inParallel(indices.length, async (at) => {
        scalePixelsInto(values, at * size, await decode(sharp, files[indices[at]!]!, format), range);
      });
      return values;
    },
    subset: (indices: ArrayLike<number>) =>
      pictureSource(
        sharp,
        Array.from(indices, (at) => files[at]!),
        format,
      ),
  });
};

const identityOf = (files: readonly PictureFile[], { height, width, channels, range }: PictureFormat): string => {
  const hash = createHash('sha256').update(JSON.stringify({ height, width, channels, range }));
  for (const { name, bytes } of files) hash.update(`\n${bytes} ${name}`);
  return `pictures ${hash.digest('hex')}`;
};
