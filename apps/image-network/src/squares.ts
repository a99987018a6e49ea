import sharp from 'sharp';

/** A picture for sharp: the name of a file, or bytes of red, green and blue. */
export type Picture = string | { readonly bytes: Uint8Array; readonly width: number; readonly height: number };

/** Pictures cut and scaled to squares, `[count, side, side, 3]`, from 0 to 1. */
export const readSquares = async (pictures: readonly Picture[], side: number): Promise<Float32Array> => {
  const size = 3 * side * side;
  const squares = new Float32Array(pictures.length * size);
  for (const [at, picture] of pictures.entries()) {
    const bytes = await toSquare(picture, side);
    for (let value = 0; value < size; value++) squares[at * size + value] = bytes[value]! / 255;
  }
  return squares;
};

const toSquare = (picture: Picture, side: number): Promise<Buffer> => {
  const opened =
    typeof picture === 'string'
      ? sharp(picture)
      : sharp(picture.bytes, { raw: { width: picture.width, height: picture.height, channels: 3 } });
  return opened.resize(side, side).removeAlpha().toColourspace('srgb').raw().toBuffer();
};
